import type { Prefix } from '../../net/prefix.ts'

/** What a file of prefixes held. It stands in the values of a document where the text has the file's name. */
export class LoadedPrefixes {
  readonly prefixes: readonly Prefix[]

  constructor(prefixes: readonly Prefix[]) {
    this.prefixes = prefixes
  }
}
