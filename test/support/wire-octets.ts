/** Octets from hexadecimal digits, spaces between them for the eye; `3*00` is 00 three times. */
export function octetsOf(hex: string): Uint8Array {
  const repeated = hex.replace(/(\d+)\*([\da-f]{2})/g, (_, times: string, octet: string) =>
    octet.repeat(Number(times)),
  )
  const digits = repeated.replaceAll(' ', '')
  const octets = Uint8Array.from(Buffer.from(digits, 'hex'))
  if (2 * octets.length !== digits.length) throw new Error(`not hexadecimal: ${hex}`)
  return octets
}

export function hexOf(octets: ArrayLike<number>): string {
  return Buffer.from(Array.from(octets)).toString('hex')
}

/** A message with the header that belongs to it; the body as hexadecimal digits. */
export function messageOf(type: number, body: string): Uint8Array {
  const octets = octetsOf(body)
  const length = 19 + octets.length
  return Uint8Array.from([...new Array<number>(16).fill(0xff), length >>> 8, length & 0xff, type, ...octets])
}

/** An UPDATE of the attributes and the NLRI of IPv4, all in hexadecimal digits. */
export function updateOf(attributes: string, nlri: string, withdrawn = ''): Uint8Array {
  const list = octetsOf(attributes).length.toString(16).padStart(4, '0')
  const field = octetsOf(withdrawn).length.toString(16).padStart(4, '0')
  return messageOf(2, `${field}${withdrawn}${list}${attributes}${nlri}`)
}

/** An attribute whose length is what its value has: one octet, or two where the flags say so or it has to be. */
export function attributeOf(flags: number, type: number, value: string): string {
  const octets = octetsOf(value).length
  const long = octets > 255 || (flags & 0x10) !== 0
  const head = [long ? flags | 0x10 : flags, type].map((octet) => octet.toString(16).padStart(2, '0'))
  return `${head.join('')}${octets.toString(16).padStart(long ? 4 : 2, '0')}${value}`
}
