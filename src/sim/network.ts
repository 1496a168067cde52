import type { Address } from '../net/address.ts'
import { type FaultRule, judge, type Obstacle, type Passage, passageUnder, type Verdict } from './fault.ts'
import { farPort, hasAddress, type Link } from './link.ts'

/** A port that gained or lost its carrier. */
export interface PortChange {
  readonly node: string
  readonly link: string
  readonly up: boolean
}

/** Who is where, and what gets through. It has no clock: it answers for the instant at which it is asked. */
export class Network {
  readonly #links = new Map<string, Link>()
  readonly #linksOf: ReadonlyMap<string, Link[]>
  #rules = new Map<string, readonly FaultRule[]>()
  #down = new Set<string>()
  #discarding = new Set<string>()
  #version = 0

  constructor(nodes: readonly string[], links: readonly Link[]) {
    this.#linksOf = new Map(nodes.map((node) => [node, []]))
    for (const link of links) this.#add(link)
  }

  get nodes(): readonly string[] {
    return [...this.#linksOf.keys()]
  }

  /** Goes on from where another one stands; neither knows of the other afterwards. */
  assume(other: Network): void {
    this.#rules = new Map(other.#rules)
    this.#down = new Set(other.#down)
    this.#discarding = new Set(other.#discarding)
    this.#version = other.#version
  }

  /** Grows with every change of a fault or a node: what was found out about packets holds until then. */
  get version(): number {
    return this.#version
  }

  link(name: string): Link {
    const link = this.#links.get(name)
    if (link === undefined) throw new Error(`no link ${name}`)
    return link
  }

  linksOf(node: string): readonly Link[] {
    const links = this.#linksOf.get(node)
    if (links === undefined) throw new Error(`no node ${node}`)
    return links
  }

  isUp(node: string): boolean {
    return !this.#down.has(node)
  }

  /** Whether the node's port on the link has carrier. */
  portUp(node: string, linkName: string): boolean {
    return this.#hasCarrier(node, this.link(linkName))
  }

  /** What becomes of a packet that the node sends into the link now. */
  verdict(from: string, linkName: string, draw: () => number): Verdict {
    const link = this.link(linkName)
    const obstacle = this.#obstacle(from, link)
    return obstacle ?? judge(this.#rulesOf(linkName), from, link.delayMicros, draw)
  }

  /** What every packet that the node sends into the link now can expect; nothing is drawn. */
  passage(from: string, linkName: string): Passage {
    const link = this.link(linkName)
    const obstacle = this.#obstacle(from, link)
    return obstacle ?? passageUnder(this.#rulesOf(linkName), from, link.delayMicros)
  }

  /** The link over which the node reaches an address that a direct neighbour owns, whether or not it works now. */
  linkTowards(node: string, address: Address): Link | undefined {
    return this.linksOf(node).find((link) => hasAddress(farPort(link, node), address))
  }

  /** The link on which the node asks for the other one in vain, whatever address it has for it. */
  mismatchedLink(node: string, far: string): Link | undefined {
    return this.linksOf(node).find((link) => link.mismatch !== undefined && farPort(link, node).node === far)
  }

  /** Puts a rule in force and says which ports changed; one that is in force already (by its id) stays as it is. */
  addFault(rule: FaultRule): readonly PortChange[] {
    const rules = this.#rulesOf(rule.link)
    if (rules.some(({ id }) => id === rule.id)) return []
    return this.#portChanges([this.link(rule.link)], () => this.#rules.set(rule.link, [...rules, rule]))
  }

  removeFault(rule: FaultRule): readonly PortChange[] {
    const others = this.#rulesOf(rule.link).filter(({ id }) => id !== rule.id)
    return this.#portChanges([this.link(rule.link)], () => this.#rules.set(rule.link, others))
  }

  /** Whether the node drops whatever it should forward, while all that is its own goes on. */
  discards(node: string): boolean {
    return this.#discarding.has(node)
  }

  setDiscarding(node: string, isDiscarding: boolean): void {
    if (isDiscarding) this.#discarding.add(node)
    else this.#discarding.delete(node)
    this.#version++
  }

  /** The ports of the node itself are among those that change. */
  crash(node: string): readonly PortChange[] {
    return this.#portChanges(this.linksOf(node), () => this.#down.add(node))
  }

  restart(node: string): readonly PortChange[] {
    return this.#portChanges(this.linksOf(node), () => this.#down.delete(node))
  }

  #add(link: Link): void {
    const [a, b] = link.ends
    if (this.#links.has(link.name)) throw new Error(`two links are named ${link.name}`)
    if (a.node === b.node) throw new Error(`${link.name} joins ${a.node} to itself`)
    for (const { node } of link.ends) {
      const ofNode = this.#linksOf.get(node)
      if (ofNode === undefined) throw new Error(`${link.name} ends at no known node: ${node}`)
      ofNode.push(link)
    }
    this.#links.set(link.name, link)
    this.#rules.set(link.name, [])
  }

  #hasCarrier(node: string, link: Link): boolean {
    if (this.#rulesOf(link.name).some((rule) => rule.kind === 'ports-down')) return false
    return this.isUp(node) && (link.carrier === 'layer-2' || this.isUp(farPort(link, node).node))
  }

  #obstacle(from: string, link: Link): Obstacle | undefined {
    if (!this.isUp(from)) return { kind: 'drop', why: 'node-down' }
    if (!this.#hasCarrier(from, link)) return { kind: 'drop', why: 'port-down' }
    if (!this.isUp(farPort(link, from).node)) return { kind: 'drop', why: 'node-down' }
    return link.mismatch === undefined ? undefined : { kind: 'drop', why: 'silence' }
  }

  #rulesOf(link: string): readonly FaultRule[] {
    const rules = this.#rules.get(link)
    if (rules === undefined) throw new Error(`no link ${link}`)
    return rules
  }

  #portChanges(links: readonly Link[], change: () => void): readonly PortChange[] {
    const ports = links.flatMap((link) => link.ends.map(({ node }) => ({ node, link: link.name })))
    const before = ports.map(({ node, link }) => this.portUp(node, link))
    change()
    this.#version++
    return ports.flatMap(({ node, link }, index) => {
      const up = this.portUp(node, link)
      return up === before[index] ? [] : [{ node, link, up }]
    })
  }
}
