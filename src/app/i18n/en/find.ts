/** Words of looking for a moment: run until, events of the selected thing, bookmarks. */
export default {
  until: {
    label: 'Or run on until this becomes true',
    run: 'Run until',
    examples: 'Such as',
    never: 'That never becomes true before the run ends.',
    already: 'That is true here already, and does not become true again.',
    nearest: 'Did you mean {{nearest}}?',
  },
  selection: {
    next: 'Next event of this thing',
    previous: 'Previous event of this thing',
    none: 'Select something first: then N and P go through what happens to it.',
    last: 'Nothing more happens to it.',
    first: 'Nothing happened to it before.',
  },
  bookmarks: {
    title: 'Bookmarks',
    add: 'Bookmark this moment',
    remove: 'Remove the bookmark',
    removeOf: 'Remove the bookmark at {{time}}',
    note: 'Note at {{time}}',
    step: 'step {{step}}',
    none: 'No bookmarks in this future yet. They travel with the link.',
    kept: 'They travel with the link.',
    full: 'There are {{count}} bookmarks already: remove one first.',
    added: 'Bookmarked: {{note}}',
    removed: 'Bookmark removed.',
  },
} as const;
