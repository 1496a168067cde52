/** How large the inputs are: as measured, or just large enough to compare checksums. */
export type Scale = 'full' | 'smoke'
