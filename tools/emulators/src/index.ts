export { startMoto, type Emulator } from './moto.ts';
export { installMoto, motoProblem } from './motoEnvironment.ts';
export { emulatorRegion, sdkEnvironment } from './sdkEnvironment.ts';
