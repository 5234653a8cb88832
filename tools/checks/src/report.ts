import { realpathSync } from 'node:fs';

/** Prints a check's faults, or what it looked at where there are none, and sets the exit code. */
export function report(name: string, faults: readonly string[], looked: string): void {
  for (const fault of faults) {
    console.log(fault);
  }
  console.log(faults.length === 0 ? `${name}: ${looked}` : `${name}: ${faults.length} to mend`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

/** Tells whether a file is the program that was started, rather than imported. `import.meta.main` needs Node 24. */
export function isProgram(fileName: string): boolean {
  const started = process.argv[1];
  // Node resolves links in a module's name but not in argv; without this a check below a link would do nothing.
  return started !== undefined && realpathSync(started) === fileName;
}
