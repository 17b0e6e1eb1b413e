/** The words that every page needs. Pages and dialogs that are opened later bring their own. */
import app from '#app/i18n/en/app.ts';
import facts from '#app/i18n/en/facts.ts';
import inspect from '#app/i18n/en/inspect.ts';
import play from '#app/i18n/en/play.ts';
import story from '#app/i18n/en/story.ts';
import terminal from '#app/i18n/en/terminal.ts';
import views from '#app/i18n/en/views.ts';
import charts from '#app/i18n/en/views-charts.ts';

export default { app, facts, inspect, play, story, terminal, views: { ...views, ...charts } } as const;
