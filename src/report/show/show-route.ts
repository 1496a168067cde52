import type { ForwardingResult, RouterResult } from '../../scenario/result/run-result.ts'

const codes: Readonly<Record<ForwardingResult['protocol'], string>> = {
  bgp: 'B',
  connected: 'C',
  static: 'S',
}

/** `show route`: what packets follow, in FRR's form; several next hops share the flows by hash. */
export function formatRouteTable(router: RouterResult): string {
  return [
    'Codes: C - connected, S - static, B - BGP,',
    '       > - selected route, * - FIB route',
    '',
    ...router.forwarding.flatMap(forwardingLines),
    '',
  ].join('\n')
}

function forwardingLines({ prefix, protocol, nextHops }: ForwardingResult): readonly string[] {
  const head = `${codes[protocol]}>* ${prefix}`
  const ways =
    nextHops.length === 0 ? [' unreachable (blackhole)'] : nextHops.map((nextHop) => way(protocol, nextHop))
  return ways.map((text, index) =>
    index === 0 ? `${head}${text}` : `  * ${' '.repeat(prefix.length)}${text}`,
  )
}

function way(
  protocol: ForwardingResult['protocol'],
  { address, node }: ForwardingResult['nextHops'][number],
): string {
  if (protocol === 'connected' || address === undefined) return ` is directly connected, ${node}`
  return ` via ${address}, ${node}`
}
