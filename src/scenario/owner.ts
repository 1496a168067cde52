/** Whose a thing is that broke; `planned` is maintenance, and `several` is more than one of the others at a time. */
export const owners = ['customer', 'provider', 'Microsoft', 'planned', 'several'] as const

export type Owner = (typeof owners)[number]

/** More than one thing at a time is nobody's alone, unless all of it is of one. */
export function sharedOwner(all: readonly Owner[]): Owner {
  const [first = 'several', ...others] = new Set(all)
  return others.length === 0 ? first : 'several'
}
