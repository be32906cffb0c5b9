/**
 * The topics that the platform publishes, by what their names begin with: the official SDK's list (`notificationMappings.json`, 2026),
 * without the system's own, which nobody subscribes to. `{id}` stands for an id.
 */
export const TOPIC_FAMILIES: Readonly<Record<string, string>> = {
  "v2.analytics":
    "conversation.{id}.metrics conversations.details.jobs.availability flow.{id}.aggregates flow.{id}.metrics " +
    "flowoutcome.{id}.aggregates queues.{id}.activity queues.{id}.observations users.details.jobs.availability " +
    "users.{id}.aggregates wrapup.{id}.aggregates",
  "v2.architect": "dependencytracking.build prompts.{id} prompts.{id}.resources.{id} systemprompts.{id}.resources.{id}",
  "v2.conversations.{id}":
    "agentchecklist suggestions.intent suggestions.knowledge.article suggestions.knowledge.search " +
    "suggestions.response suggestions.script suggestions.thirdpartyaction transcription",
  "v2.detail":
    "events.agent.{id}.state events.collaboratechat.adhoc.{id}.messages events.collaboratechat.group.{id}.messages",
  "v2.detail.events.conversation.{id}":
    "acd.end acd.start acw attributes contact customer.end customer.start flow.end flow.outcome flow.start outbound " +
    "user.end user.start voicemail.end voicemail.start wrapup",
  "v2.externalcontacts":
    "contacts.{id} contacts.{id}.journey.segments contacts.{id}.journey.sessions contacts.{id}.notes.{id} " +
    "contacts.{id}.unresolved organizations.{id} organizations.{id}.notes.{id} relationships.{id}",
  "v2.flows": "instances.flow.{id} outcomes.{id} {id}",
  "v2.journey":
    "sessions.{id}.action.events sessions.{id}.app.events sessions.{id}.outcome.events sessions.{id}.web.events " +
    "views.jobs.{id}.notification",
  "v2.outbound":
    "attemptlimits.{id} callabletimesets.{id} campaignrules.{id} campaigns.{id} campaigns.{id}.progress " +
    "campaigns.{id}.skillstats campaigns.{id}.stats contactlistfilters.{id} contactlists.{id} " +
    "contactlists.{id}.importstatus dnclists.{id} dnclists.{id}.importstatus email.campaigns.contact.postContact " +
    "email.campaigns.contact.preContact emailcampaigns.{id} emailcampaigns.{id}.progress " +
    "importtemplates.{id}.importstatus messaging.campaigns.contact.postContact messaging.campaigns.contact.preContact " +
    "messagingcampaigns.{id} messagingcampaigns.{id}.progress preview.campaigns.contact.postContact " +
    "preview.campaigns.contact.preContact responsesets.{id} rulesets.{id} schedules.campaigns.{id} " +
    "schedules.emailcampaigns.{id} schedules.messagingcampaigns.{id} schedules.sequences.{id} " +
    "schedules.whatsappcampaigns.{id} sequences.{id} settings voice.campaigns.contact.postContact " +
    "voice.campaigns.contact.preContact whatsapp.campaigns.contact.postContact whatsapp.campaigns.contact.preContact " +
    "whatsappcampaigns.{id} whatsappcampaigns.{id}.progress wrapupcodemappings.{id}",
  "v2.routing.queues.{id}":
    "conversations conversations.callbacks conversations.calls conversations.chats conversations.cobrowseSessions " +
    "conversations.emails conversations.messages conversations.screenshares conversations.socialexpressions " +
    "conversations.videos users",
  "v2.speechandtextanalytics":
    "conversation.{id}.empathy conversation.{id}.sentiment conversation.{id}.topics conversations.{id}.categories " +
    "programs.general.jobs.{id} programs.publishjobs.{id} programs.topiclinks.jobs.{id} reprocessing.jobs.{id} " +
    "topics.generatedphrases.jobs.{id} topics.publishjobs.{id} topics.testphrase.jobs.{id}",
  "v2.taskmanagement": "workitems.queues.{id} workitems.users.{id} workitems.{id}",
  "v2.telephony":
    "providers.edges.phones.{id} providers.edges.trunks.{id} providers.edges.trunks.{id}.metrics providers.edges.{id} " +
    "providers.edges.{id}.logicalinterfaces providers.edges.{id}.metrics providers.edges.{id}.softwareupdate",
  "v2.users.{id}":
    "activity alerting.alerts alerting.rules analytics.reporting.exports badges.chats callforwarding conversations " +
    "conversations.callbacks conversations.calls conversations.chats conversations.cobrowseSessions " +
    "conversations.emails conversations.inbound.typing.event conversations.messages conversations.screenshares " +
    "conversations.socialexpressions conversations.summaries conversations.summaries.settings.preview " +
    "conversations.videos conversations.{id}.recordings conversations.{id}.recordings.{id} conversationsummary " +
    "employeeengagement.celebrations fax.documents geolocation greetings integrationpresence " +
    "integrations.calendar.teams outbound.contactlists.{id}.export outbound.dnclists.{id}.export outofoffice " +
    "persistentconnection presence recordings routingStatus station tokens userrecordings voicemail.messages " +
    "wem.coaching.notification wem.learning.assignment workforcemanagement.adherence " +
    "workforcemanagement.adherence.explanations.jobs workforcemanagement.adherence.historical.agent " +
    "workforcemanagement.adherence.historical.bulk workforcemanagement.agentschedules.managementunit.search.complete " +
    "workforcemanagement.alternative.shift.jobs workforcemanagement.decisionmetrics.jobs " +
    "workforcemanagement.historicaladherencequery workforcemanagement.integrations.hris.timeofftypes.jobs " +
    "workforcemanagement.notifications workforcemanagement.performanceprediction.schedules.recalculations " +
    "workforcemanagement.schedules workforcemanagement.shift.trading.jobs workforcemanagement.shrinkage.jobs " +
    "workforcemanagement.timeoffbalance.jobs workforcemanagement.timeoffrequests",
  "v2.workforcemanagement":
    "agents agents.opportunities agents.{id}.adherence.explanations historicaldata.delete.jobs " +
    "historicaldata.deletejob historicaldata.status managementunits.{id} performanceprediction.schedules.{id} " +
    "teams.{id}.adherence users.{id}.schedules.query users.{id}.schedules.search",
  "v2.workforcemanagement.businessunits.{id}":
    "activityplans.jobs activityplans.runs.jobs adherence.explanations capacityplans.{id}.staffingrequirements " +
    "forecasts.staffingrequirement main.forecast.export.forecast main.forecast.export.historical " +
    "main.forecast.export.snapshot opportunities schedulebids.{id} schedules scheduling.runs shorttermforecasts " +
    "shorttermforecasts.copy shorttermforecasts.generate shorttermforecasts.import workplanbids.{id}",
  "v2.workforcemanagement.managementunits.{id}":
    "adherence agents.sync agentschedules.changed schedules shifttrades.state.bulk",
  v2:
    "audits.entitytype.{id}.entityid.{id} bot.conversation.{id}.conversations.summaries " +
    "businessunits.{id}.workforcemanagement.intraday coaching.scheduleslots.jobs.{id} " +
    "contentmanagement.documents.{id} contentmanagement.workspaces.{id}.documents " +
    "employeeperformance.externalmetrics.definitions gamification.scorecards.users.{id} groups.{id}.greetings " +
    "integrations.inbound.webhook.{id}.invocation managementunits.{id}.workforcemanagement.intraday " +
    "operations.events.{id} quality.evaluations subscription.updated video.conferences.{id} " +
    "webdeployments.configurations.{id} webdeployments.deployments.{id} " +
    "webmessaging.deployments.{id}.undelivered.messages wem.learning.assignments.modules.{id} " +
    "workflows.{id}.conversations.inbound.typing.event",
};
