import { mix32, type Random } from '../random/random.ts';
import { dayCount } from './calendar.ts';
import type { Members } from './members.ts';
import { hostileFirstNames, hostileLastNames, plainFirstNames, plainLastNames } from './names.ts';

/** The customers; their names are computed, because there may be millions of them. */
export interface Customers extends Members {
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  /** Whether a name ends in the customer's number, so that there are as many names as customers. */
  readonly numbered: boolean;
  firstName(customer: number): number;
  lastName(customer: number, version: number): number;
}

/** Registers the customers: one in 32 changes the last name once. */
export function registerCustomers(random: Random, count: number, hostile: boolean): Customers {
  const firstNames = hostile ? hostileFirstNames : plainFirstNames;
  const lastNames = hostile ? hostileLastNames : plainLastNames;
  const key = random.next() | 0;
  const firstName = (customer: number) => (mix32(customer ^ key) >>> 8) % firstNames.length;
  const lastName = (customer: number, version: number) =>
    ((mix32(customer + key) >>> 8) + version * 7) % lastNames.length;
  return {
    count,
    letter: 'C',
    digits: Math.max(5, String(count).length),
    attributes: ['customer_name'],
    version(customer, day) {
      const fate = mix32(customer - key) >>> 0;
      return fate % 32 === 0 && day >= (fate >>> 5) % dayCount ? 1 : 0;
    },
    text(customer, _attribute, version) {
      const name = `${firstNames[firstName(customer)]!} ${lastNames[lastName(customer, version)]!}`;
      return hostile ? `${name} ${customer + 1}` : name;
    },
    firstNames,
    lastNames,
    numbered: hostile,
    firstName,
    lastName,
  };
}
