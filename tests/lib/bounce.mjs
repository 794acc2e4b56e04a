/* bounce.mjs - what a mail server sends back about a mail, and handing it over as its pipe does. */

/* `mail`: the bytes that were sent. `action`, `status`: of its receiver. */
export function reportOn(mail, { action = 'failed', status = '5.1.1', words = 'It could not be delivered.' } = {}) {
  const [head] = mail.toString('latin1').split('\r\n\r\n')
  return [
    'From MAILER-DAEMON  Thu Sep 12 15:05:00 2024',
    'Return-Path: <>',
    'From: Mail Delivery System <MAILER-DAEMON@posti.example>',
    'To: sopu@hyvinvointialue.example',
    'Subject: Undelivered Mail Returned to Sender',
    'Auto-Submitted: auto-replied',
    'MIME-Version: 1.0',
    'Content-Type: multipart/report; report-type=delivery-status;',
    '\tboundary="9B1.1726142700/posti.example"',
    '',
    '--9B1.1726142700/posti.example',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    words,
    '',
    '--9B1.1726142700/posti.example',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; posti.example',
    '',
    'Final-Recipient: rfc822; kirjaamo@kunta.example',
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; 550 ${words}`,
    '',
    '--9B1.1726142700/posti.example',
    'Content-Type: text/rfc822-headers',
    '',
    head,
    '',
    '--9B1.1726142700/posti.example--',
    '',
  ].join('\n')
}

/* -> [status, code] */
export async function handOver(server, mail, headers = {}) {
  const answer = await fetch(`${server.url}/api/bounce`, { method: 'POST', headers, body: mail })
  return [answer.status, (await answer.json()).code]
}
