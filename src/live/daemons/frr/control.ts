import { connect } from 'node:net'

/** What an FRR daemon answers to each command: words with a NUL after them, the answer ending in three NULs and a status. */
export function frrCommands(socket: string, commands: readonly string[]): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const connection = connect(socket)
    const replies: string[] = []
    const waiting = ['enable', ...commands]
    const chunks: Buffer[] = []
    connection.on('error', reject)
    connection.on('close', () => reject(new Error(`FRR hung up: ${commands.join('; ')}`)))
    connection.on('connect', () => connection.write(`${waiting[0]}\0`))
    connection.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      const reply = wholeReply(chunks)
      if (reply === undefined) return
      chunks.length = 0
      replies.push(reply.text)
      const command = waiting[replies.length]
      if (reply.status !== 0) reject(new Error(`FRR refuses ${waiting[replies.length - 1]}: ${reply.text}`))
      else if (command !== undefined) connection.write(`${command}\0`)
      else {
        resolve(replies.slice(1))
        connection.end()
      }
    })
  })
}

interface Reply {
  readonly text: string
  readonly status: number
}

/** Commands go one at a time, so whatever has come is of one answer, and the status is its last octet. */
function wholeReply(chunks: readonly Buffer[]): Reply | undefined {
  const last = chunks.at(-1)
  if (last === undefined) return undefined
  const tail = last.length >= 4 ? last : Buffer.concat(chunks)
  const end = tail.length
  if (end < 4 || !tail.subarray(end - 4, end - 1).equals(Buffer.alloc(3))) return undefined
  const text = Buffer.concat(chunks)
  return { text: text.toString('utf8', 0, text.length - 4), status: tail[end - 1] ?? 0 }
}
