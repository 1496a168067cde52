import { prependAsn } from '../../src/bgp/as-path.ts'
import { AttributeInterner } from '../../src/bgp/attribute-interner.ts'
import type { UpdateMessage } from '../../src/bgp/message.ts'
import type { InternedAttributes } from '../../src/bgp/path-attributes.ts'
import type { SpeakerConfiguration } from '../../src/bgp/speaker-configuration.ts'
import { emptyPrefixes, packPrefixes, unpackPrefixes } from '../../src/net/packed-prefixes.ts'
import type { Prefix } from '../../src/net/prefix.ts'
import { formatPrefix } from '../../src/net/prefix-text.ts'
import type { BenchNetwork } from './bench-network.ts'
import { decoded, encoded, type Router } from './router.ts'

interface PlainRoute {
  readonly sender: number
  readonly attributes: InternedAttributes
}

/**
 * What one would write in an afternoon: a Map of prefixes as text, and an object for each route. It decodes
 * and encodes as the product does, and knows of the decision process no more than these routes need.
 */
export class PlainRouter implements Router {
  readonly #localAsn: number
  readonly #nextHop: SpeakerConfiguration['peers'][number]['localAddress']
  readonly #interner = new AttributeInterner()
  readonly #routes = new Map<string, PlainRoute[]>()
  readonly #told = new Map<string, InternedAttributes>()
  #sent: Uint8Array[] = []

  constructor({ router }: BenchNetwork) {
    const monitor = router.peers.find(({ remote }) => remote === 'monitor')
    if (monitor === undefined) throw new Error('the router has no monitor')
    this.#localAsn = router.asn
    this.#nextHop = monitor.localAddress
  }

  receive(sender: number, octets: Uint8Array): void {
    for (const message of decoded(octets, this.#interner)) {
      if (message.kind === 'UPDATE') this.#learn(sender, message)
    }
  }

  takeSent(): readonly Uint8Array[] {
    const sent = this.#sent
    this.#sent = []
    return sent
  }

  #learn(sender: number, { withdrawn, announced, attributes }: UpdateMessage): void {
    const changed = new Map<string, Prefix>()
    for (const prefix of unpackPrefixes(withdrawn)) {
      const key = formatPrefix(prefix)
      this.#replace(key, sender, undefined)
      changed.set(key, prefix)
    }
    for (const prefix of unpackPrefixes(announced)) {
      const key = formatPrefix(prefix)
      this.#replace(key, sender, attributes && { sender, attributes })
      changed.set(key, prefix)
    }
    this.#tell(changed)
  }

  #replace(key: string, sender: number, route: PlainRoute | undefined): void {
    const others = (this.#routes.get(key) ?? []).filter((other) => other.sender !== sender)
    if (route !== undefined) others.push(route)
    if (others.length === 0) this.#routes.delete(key)
    else this.#routes.set(key, others)
  }

  #tell(changed: ReadonlyMap<string, Prefix>): void {
    const gone: Prefix[] = []
    const come = new Map<InternedAttributes, Prefix[]>()
    for (const [key, prefix] of changed) {
      const best = this.#routes.get(key)?.reduce(better)
      if (best === undefined) {
        if (this.#told.delete(key)) gone.push(prefix)
        continue
      }
      const told = this.#exported(best.attributes)
      if (this.#told.get(key) === told) continue
      this.#told.set(key, told)
      come.set(told, [...(come.get(told) ?? []), prefix])
    }
    if (gone.length > 0) this.#send(gone, [], undefined)
    for (const [attributes, prefixes] of come) {
      for (let start = 0; start < prefixes.length; start += prefixesToMessage) {
        this.#send([], prefixes.slice(start, start + prefixesToMessage), attributes)
      }
    }
  }

  #exported(attributes: InternedAttributes): InternedAttributes {
    return this.#interner.intern({
      ...attributes,
      asPath: prependAsn(attributes.asPath, this.#localAsn, 1),
      nextHop: this.#nextHop,
      multiExitDisc: undefined,
      localPref: undefined,
    })
  }

  #send(gone: readonly Prefix[], come: readonly Prefix[], attributes: InternedAttributes | undefined): void {
    const withdrawn = gone.length === 0 ? emptyPrefixes('ipv4') : packPrefixes('ipv4', gone)
    const announced = come.length === 0 ? emptyPrefixes('ipv4') : packPrefixes('ipv4', come)
    this.#sent.push(encoded({ kind: 'UPDATE', family: 'ipv4', withdrawn, announced, attributes }))
  }
}

/** So many fit beside any attributes that a benchmark has. */
const prefixesToMessage = 700

function better(a: PlainRoute, b: PlainRoute): PlainRoute {
  const difference = a.attributes.asPathLength - b.attributes.asPathLength || a.sender - b.sender
  return difference <= 0 ? a : b
}
