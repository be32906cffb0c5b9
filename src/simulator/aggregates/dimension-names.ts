/** What an aggregate query can group by; a filter can also name `canonicalExternalContactId`. */
export const GROUP_DIMENSIONS: readonly string[] = (
  "activeRouting activeSkillId addressFrom addressTo agentAssistantId agentBullseyeRing agentOwned agentRank agentScore ani assignerId " +
  "authenticated conversationId conversationInitiator convertedFrom convertedTo customerParticipation deliveryStatus destinationAddress " +
  "direction disconnectType divisionId dnis edgeId eligibleAgentCount errorCode extendedDeliveryStatus externalContactId " +
  "externalMediaCount externalOrganizationId externalTag firstQueue flaggedReason flowInType flowOutType groupId interactionType " +
  "journeyActionId journeyActionMapId journeyActionMapVersion journeyCustomerId journeyCustomerIdType journeyCustomerSessionId " +
  "journeyCustomerSessionIdType knowledgeBaseId mediaCount mediaType messageType originatingDirection originatingSocialMediaPublic " +
  "outboundCampaignId outboundContactId outboundContactListId participantName peerId proposedAgentId provider purpose queueId remote " +
  "removedSkillId requestedLanguageId requestedRouting requestedRoutingSkillId roomId routingPriority routingRing routingRule " +
  "routingRuleType scoredAgentId selectedAgentId selectedAgentRank selfServed sessionDnis sessionId skillExpressionId stationId teamId " +
  "usedRouting userId videoPresent waitingInteractionCount wrapUpCode"
).split(" ");
