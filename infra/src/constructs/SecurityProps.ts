export interface SecurityProps {
  /** Such as `sales-dev`: what every name of the environment begins with. */
  readonly prefix: string;
  readonly isProtected: boolean;
}
