// What is used here of packages that bring no types.

declare module 'longest-prefix-match' {
  class LongestPrefixMatch {
    addPrefix(prefix: string, data: number): void
    getMatch(prefix: string): number[]
  }
  export = LongestPrefixMatch
}

declare module 'cidr-matcher' {
  class CIDRMatcher {
    constructor(prefixes: readonly string[])
    contains(address: string): boolean
  }
  export = CIDRMatcher
}
