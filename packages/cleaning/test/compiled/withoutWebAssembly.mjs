// Preloaded by a process that is to have no WebAssembly, as under `--jitless`: that flag keeps Node from reading TypeScript.
delete globalThis.WebAssembly;
