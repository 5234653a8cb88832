import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { EngineCommand } from './engineProcess.ts';

/** Binds a command to some of the cores that this process may use, where taskset is at hand. */
export function onCores(command: EngineCommand, cores: number): EngineCommand {
  if (!canBind()) return command;
  const list = allowedCores().slice(0, cores).join(',');
  return { ...command, program: 'taskset', args: ['-c', list, command.program, ...command.args] };
}

/** Tells whether engines can be bound to cores, rather than only be asked to use so many threads. */
export function canBind(): boolean {
  return spawnSync('taskset', ['--version']).status === 0;
}

function allowedCores(): number[] {
  const status = readFileSync('/proc/self/status', 'utf8');
  return parseCoreList(/^Cpus_allowed_list:\s+(\S+)$/m.exec(status)?.[1] ?? '0');
}

/** Parses a list such as `0-3,8`. */
export function parseCoreList(text: string): number[] {
  return text.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
