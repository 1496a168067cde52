/** From here come the prefixes that are announced besides, since nobody else uses it. */
export const spare = { within: '100.64.0.0/10', length: 28 } as const
