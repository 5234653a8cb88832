/**
 * The functions that keep the warehouse in order: `migrate` on deployment, `rotate` when the loader's password is
 * changed. They belong to no batch.
 */
export const administratorNames = ['migrate', 'rotate'] as const;

export type AdministratorName = (typeof administratorNames)[number];

/** What the two read beside the variables of the warehouse. */
export const administratorVariables = {
  /** The secret of Redshift's administrator. */
  administratorSecretArn: 'REDSHIFT_ADMINISTRATOR_SECRET_ARN',
} as const;
