import type { Assumptions } from './design.ts'

/** RT16, RT26: Microsoft's side of every peering. */
export const microsoftAsn = 12076

/** The AS of every ExpressRoute gateway, which cannot be configured (CT21, VPN23, LAB26). */
export const gatewayAsn = 65515

/**
 * Model assumption: the public network has an AS of those that Azure keeps for itself, which MSEEs take out of what they announce, as they
 * do with a gateway's: customers see 12076 alone.
 */
export const microsoftNetworkAsn = 65520

/** Model assumption: another one of those, for Azure's own way to the Internet, which the public network has to hear of. */
export const azureInternetAsn = 65519

export interface AsnRange {
  readonly first: number
  readonly last: number
  readonly why: string
}

/** RT16, PEER19; CLI23 names the first of them alone. */
const keptByAzure: Readonly<Record<Assumptions['reservedAsns'], AsnRange>> = {
  '65515-65520': { first: 65515, last: 65520, why: 'is one of 65515 to 65520, which Azure keeps for itself' },
  '65515': { first: 65515, last: 65515, why: "is that of Azure's gateways" },
}

/** What no customer may use as its AS towards ExpressRoute. */
export function forbiddenAsns({ reservedAsns }: Pick<Assumptions, 'reservedAsns'>): readonly AsnRange[] {
  return [...reservedEverywhere, keptByAzure[reservedAsns]]
}

/** What RFCs reserve, and nobody may use. */
export const reservedEverywhere: readonly AsnRange[] = [
  { first: 0, last: 0, why: 'is reserved by RFC 7607' },
  { first: 23456, last: 23456, why: 'is AS_TRANS (RFC 6793), which stands for other AS numbers' },
  { first: 65535, last: 65535, why: 'is reserved by RFC 7300' },
  { first: 4294967295, last: 4294967295, why: 'is reserved by RFC 7300' },
]

export const largestAsn = 4294967295

/** The range of the list that holds the AS number. */
export function rangeOf(asn: number, ranges: readonly AsnRange[]): AsnRange | undefined {
  return ranges.find(({ first, last }) => asn >= first && asn <= last)
}

/** RFC 5398, the range of two octets: RT23 does not take it on Microsoft peering. */
export function isDocumentationAsn(asn: number): boolean {
  return asn >= 64496 && asn <= 64511
}
