export type { ErrorAnswer, Fault } from './faults/fault.ts';
export { startFaultProxy, type FaultProxy, type FaultRule, type RecordedCall } from './faults/faultProxy.ts';
export type { Protocol, ServiceCall } from './faults/serviceCall.ts';
export { startMoto, type Emulator } from './moto.ts';
export { installMoto, motoProblem } from './motoEnvironment.ts';
export { emulatorRegion, sdkEnvironment } from './sdkEnvironment.ts';
