/* English: what the first page and the frame of every page say. */
import type { Front } from '..'

export const front: Front = {
  common: {
    cancel: 'Cancel',
    copy: 'Copy the text',
    copied: 'The text is copied',
    retry: 'Try again',
    failed: (code) => `This did not succeed (${code}).`,
    unknownOutcome:
      'The server did not answer. We do not know whether this went through. Look, and try again if needed.',
    actionField: (number, name) => `Action ${number}: ${name.toLowerCase()}`,
    minutes: (n) => (n === 1 ? '1 minute' : `${n} minutes`),
    skip: 'Skip to content',
    erased: 'Erased person',
  },

  views: {
    shell: {
      language: 'Language',
      places: 'Places',
      home: 'Home',
      group: (letter) => `Group ${letter}`,
      merge: 'Merging',
      decide: 'Decisions',
      presence: 'Attendance',
      minutes: 'Minutes',
      distribution: 'Distribution',
      organisation: 'Our organisation',
      wall: 'Projector view',
      agenda: 'Agenda',
      loading: 'Fetching from the server …',
      signedOutWay: 'How do I get back?',
      notFound: 'Page not found',
      notFoundText: 'The address is old or misspelt.',
      toStart: 'Go to the start',
      noSeat: 'There is no such seat at the meeting.',
    },
    start: {
      title: 'Agreeing together',
      lead: 'Sopu is the shared workspace of a negotiation day: groups write their decision proposals together, and the chair records the decisions for all to see.',
      how: 'How to join',
      step1: 'Open your own link. You got it with your invitation, or it is the QR code on your name badge.',
      step2: 'Your seat opens at once. No password and no app is needed.',
      step3:
        'If you have no link, or it does not work, join with the code in the hall or ask the organiser for a new one.',
      code: 'Join with the code in the hall',
      agenda: 'Read the agenda and the decisions',
    },
    join: {
      opening: 'Opening your seat …',
      openingLead: 'Welcome to the negotiation. This takes just a moment.',
      noLink: 'Open your own link',
      noLinkText:
        'This page opens personal links. Open the link in your invitation, or scan the QR code on your name badge again.',
      link_unknown: 'The link does not work',
      link_unknownText:
        'Some of its characters may be missing. Open it straight from the invitation, or scan the QR code on your name badge with your phone.',
      link_ended: 'The link has expired',
      link_endedText:
        'This link does not let anyone in any more. Ask for a new one at the organiser’s registration desk.',
      line: 'The server cannot be reached',
      lineText: 'Check that your device is online. Your link is kept on this page, so you can try again.',
      again: 'Try again',
    },
  },
}
