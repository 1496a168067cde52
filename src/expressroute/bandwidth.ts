import type { Connectivity } from './design.ts'

/** SEED, FAQ26: what a provider sells, in Mbps, in both eras. */
const providerBandwidths: readonly number[] = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000]

/** DIR19: 10-Gbps port pairs sell 1, 2, 5 and 10 Gbps, 100-Gbps pairs 5, 10, 40 and 100. */
const directBandwidths: readonly number[] = [1_000, 2_000, 5_000, 10_000, 40_000, 100_000]

export const bitsPerMegabit = 1_000_000

/** The bandwidths that a circuit can be bought with, in Mbps. */
export function circuitBandwidths(connectivity: Connectivity): readonly number[] {
  return connectivity === 'direct' ? directBandwidths : providerBandwidths
}

/** `1 Gbps`, `200 Mbps` or `1.5Gbps` in Mbps; `undefined` where the text is no bandwidth above zero. */
export function readBandwidth(text: string): number | undefined {
  const parts = /^(\d{1,9}(?:\.\d{1,3})?) ?(Mbps|Gbps)$/i.exec(text) ?? undefined
  if (parts === undefined) return undefined
  const [, amount, unit] = parts
  const mbps =
    unit?.toLowerCase() === 'gbps' ? Math.round(Number(amount) * 1_000_000) / 1_000 : Number(amount)
  return mbps > 0 ? mbps : undefined
}

/** `1 Gbps` from a thousand Mbps on, and Mbps below. */
export function formatBandwidth(mbps: number): string {
  return mbps < 1_000 ? `${mbps} Mbps` : `${mbps / 1_000} Gbps`
}
