/** 스튜디오의 말. */
export default {
  title: '스튜디오',
  lead: '시나리오를 써 보세요. 마지막으로 제대로 돌아간 버전이 무대에 남습니다.',
  editor: 'YAML 시나리오',
  plain: '일반 입력창',
  rich: '코드 편집기',
  examples: '바탕으로 쓸 것',
  blank: '작은 클러스터',
  before: '바로 전에 쓰던 글',
  fine: '잘못된 곳이 없습니다. 무대에 이 버전이 보입니다.',
  problems_one: '잘못된 곳 {{count}}개. 무대에는 마지막으로 돌아간 버전이 있습니다.',
  problems_other: '잘못된 곳 {{count}}개. 무대에는 마지막으로 돌아간 버전이 있습니다.',
  place: '{{line}}행 {{column}}열',
  nearest: '{{word}}(을)를 쓰려던 것인가요?',
  goTo: '잘못된 곳으로 가기',
  loading: '편집기를 불러오는 중…',
} as const;
