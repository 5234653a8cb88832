/** Thrown by `defineContract` and `defineStar` when a declaration contradicts itself. */
export class ContractError extends Error {
  override readonly name = 'ContractError';

  readonly contract: string;
  readonly problem: string;

  constructor(contract: string, problem: string) {
    super(`The declaration of "${contract}" is wrong: ${problem}.`);
    this.contract = contract;
    this.problem = problem;
  }
}
