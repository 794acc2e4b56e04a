/* English: the distribution of the minutes and an organisation's own page. */
import type { DeliveryWords } from '..'

export const delivery: DeliveryWords = {
  views: {
    delivery: {
      title: 'Distribution',
      lead: 'The published minutes go at once to the registry of every organisation that was present.',
      counts: (sent, all, opened, handled) =>
        `${sent}/${all} sent, ${opened} opened, ${handled} have said who handles them`,
      send: 'Send the minutes',
      sendText: 'Every organisation that was present gets a mail with a link of its own.',
      publishFirst: 'The minutes are sent when they have been published.',
      noMail: 'No mail is set up for this server. What is to be sent waits.',
      nextRound: 'Make the next round',
      nextRoundText:
        'The file has the same organisations, people, agenda and groups a year later, and the agreed actions, as they stand, under the item that looks back. A new day is opened from it with the command sopu import.',
      state: {
        queued: 'Waiting',
        sending: 'Being sent',
        sent: 'Sent',
        refused: 'Refused',
        failed: 'Failed',
        unsure: 'Unsure',
      },
      reason: (code) => `reason: ${code}`,
      noAddress: 'no address',
      address: 'Address',
      addressLabel: 'E-mail address of the registry',
      addressWrong: 'Check the address.',
      save: 'Save',
      again: 'Send again',
      opened: (when) => `Opened ${when}`,
      acknowledged: (when) => `acknowledged ${when}`,
    },
    organisation: {
      title: 'Our organisation',
      nothing: 'There is nothing to read with this link.',
      minutes: 'Minutes of decisions',
      read: 'Read the minutes',
      corrected: 'The minutes are being corrected. The new version comes to this page.',
      acknowledge: 'Acknowledge receipt',
      acknowledged: (when) => `Receipt was acknowledged ${when}.`,
      onward: 'Who handles the decisions?',
      field: { body: 'Body', date: 'Date', paragraph: 'Paragraph', outcome: 'Outcome' },
      tell: 'Save',
      saved: 'Saved',
      mine: 'Actions that concern you',
      others: 'Other actions agreed on',
      tellState: 'Tell how it stands',
      state: 'State',
      note: 'More (optional)',
      states: {
        not_started: 'Not started',
        in_progress: 'Under way',
        done: 'Done',
        partly: 'Partly done',
        lapsed: 'Lapsed',
        carried: 'Carried to next year',
      },
    },
  },
}
