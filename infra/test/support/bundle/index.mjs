// Stands for a handler's bundle where a test looks at templates only.
export const handler = async () => undefined;
