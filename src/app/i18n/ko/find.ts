/** 순간을 찾는 말: 조건까지 실행, 고른 것의 사건, 책갈피. */
export default {
  until: {
    label: '또는 이 조건이 참이 될 때까지 실행',
    run: '여기까지 실행',
    examples: '예',
    never: '실행이 끝날 때까지 참이 되지 않습니다.',
    already: '지금 이미 참이고, 다시 참이 되지는 않습니다.',
    nearest: '혹시 {{nearest}}?',
  },
  selection: {
    next: '이것에 일어날 다음 일',
    previous: '이것에 일어난 이전 일',
    none: '먼저 무언가를 고르세요. 그러면 N과 P로 그것에 일어난 일을 오갑니다.',
    last: '이것에 더 일어나는 일은 없습니다.',
    first: '이전에 이것에 일어난 일이 없습니다.',
  },
  bookmarks: {
    title: '책갈피',
    add: '이 순간에 책갈피 꽂기',
    remove: '책갈피 빼기',
    removeOf: '{{time}}의 책갈피 빼기',
    note: '{{time}}의 메모',
    step: '{{step}}단계',
    none: '이 미래에는 아직 책갈피가 없습니다. 책갈피는 링크에 함께 담깁니다.',
    kept: '책갈피는 링크에 함께 담깁니다.',
    full: '책갈피가 벌써 {{count}}개입니다. 하나를 먼저 빼세요.',
    added: '책갈피를 꽂았습니다: {{note}}',
    removed: '책갈피를 뺐습니다.',
  },
} as const;
