import type { Owner } from '../scenario/owner.ts'

/** Whom a loss is put down to. */
export const ownerWords: Readonly<Record<Owner, string>> = {
  customer: 'the customer',
  provider: 'the provider',
  Microsoft: 'Microsoft',
  planned: 'planned maintenance',
  several: 'several at a time',
}

/** Whose that is which broke, or that it was meant to be; nobody's where nothing was done from outside. */
export function whoseText(owner: Owner | undefined): string {
  return owner === undefined ? "nobody's" : whose[owner]
}

const whose: Readonly<Record<Owner, string>> = {
  customer: "the customer's",
  provider: "the provider's",
  Microsoft: "Microsoft's",
  planned: 'planned',
  several: "several owners'",
}
