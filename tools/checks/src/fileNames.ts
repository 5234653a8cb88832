const GRAB_BAGS = new Set(['utils', 'util', 'helpers', 'helper', 'common', 'misc', 'types']);

/** Says which part of a path is a grab-bag's name: a file is a noun with the field's own word for it. */
export function fileNameFaults(path: string): string[] {
  return path
    .split('/')
    .filter((part) => part.split('.').some((word) => GRAB_BAGS.has(word.toLowerCase())))
    .map((part) => `${path}: ${part} is no name for what is in it; name it by its noun.`);
}
