/** The words that every page needs. Pages and dialogs that are opened later bring their own. */
import app from '#app/i18n/ko/app.ts';
import facts from '#app/i18n/ko/facts.ts';
import inspect from '#app/i18n/ko/inspect.ts';
import play from '#app/i18n/ko/play.ts';
import story from '#app/i18n/ko/story.ts';
import terminal from '#app/i18n/ko/terminal.ts';
import views from '#app/i18n/ko/views.ts';
import charts from '#app/i18n/ko/views-charts.ts';

export default { app, facts, inspect, play, story, terminal, views: { ...views, ...charts } } as const;
