/** 모든 설정의 뜻: 브로커, 토픽, 클라이언트를 한 목록으로. */
import common from '#app/i18n/ko/config.ts';
import broker from '#app/i18n/ko/config-broker.ts';
import client from '#app/i18n/ko/config-client.ts';
import topic from '#app/i18n/ko/config-topic.ts';

export default { ...broker, ...topic, ...client, ...common } as const;
