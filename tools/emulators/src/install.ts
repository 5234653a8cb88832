import { installMoto } from './motoEnvironment.ts';

// `pnpm emulators`: after it, the tests that need a stand-in for AWS run instead of being skipped.
try {
  installMoto();
  console.log('moto is installed.');
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause);
  process.exitCode = 1;
}
