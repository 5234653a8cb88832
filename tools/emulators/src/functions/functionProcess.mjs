// One environment of a Lambda function: loads the bundle as Lambda does, then takes one event after another.
const { handler } = await import(process.argv[2]);
const { user, system } = process.cpuUsage();
process.send({ sinceStartMs: performance.now(), cpuMs: (user + system) / 1000 });

process.on('message', async (event) => {
  let answer;
  try {
    answer = { result: JSON.stringify(await handler(event, {})) ?? 'null' };
  } catch (error) {
    // As Lambda's Node.js runtime reports an error.
    const { name = 'Error', message = String(error), stack = '' } = error ?? {};
    answer = { failure: { errorType: name, errorMessage: message, trace: String(stack).split('\n') } };
  }
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.send({ ...answer, peakMb: maxRSS / 1024, cpuSeconds: (userCPUTime + systemCPUTime) / 1e6 });
});
