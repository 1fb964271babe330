import nodemailer from 'nodemailer'

export interface Mail {
  /** the same mail again has the same id: its Message-ID is made of it */
  id: string
  to: string
  subject: string
  text: string
  attachments?: { filename: string; content: string; contentType: string }[]
}

export interface Mailer {
  send(mail: Mail): Promise<void>
  close(): void
}

const WAIT_MILLISECONDS = 20_000

/**
 * Sends e-mail over SMTP. Addresses and subject are encoded by the library, so that a line end in one of them starts no header of its own.
 * Throws with the mail server's words when it does not take a mail.
 */
export function createMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = nodemailer.createTransport(
    {
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: WAIT_MILLISECONDS,
      greetingTimeout: WAIT_MILLISECONDS,
      socketTimeout: WAIT_MILLISECONDS,
    } as never,
    { disableFileAccess: true, disableUrlAccess: true } as never,
  )
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost'
  return {
    send: async ({ id, to, ...mail }) => {
      const sent = (await transport.sendMail({ ...mail, from, to: { name: '', address: to }, messageId: `<${id}@${domain}>` })) as {
        rejected: string[]
      }
      if (sent.rejected.length > 0) throw new Error(`The mail server refused the address ${to}.`)
    },
    close: () => transport.close(),
  }
}
