// Made by `npm run docs` from answer-bodies.ts.
export const ANSWER_SCHEMAS: Readonly<Record<string, unknown>> = {
  "AgentSummary": {
    "type": "object",
    "properties": {
      "userId": {
        "type": [
          "string",
          "null"
        ]
      },
      "name": {
        "type": [
          "string",
          "null"
        ]
      },
      "purpose": {
        "type": "string"
      },
      "queueIds": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Unique, in the order met."
      },
      "sessions": {
        "type": "number"
      },
      "talkMs": {
        "type": "number"
      },
      "heldMs": {
        "type": "number"
      },
      "acwMs": {
        "type": "number"
      },
      "handleMs": {
        "type": [
          "number",
          "null"
        ],
        "description": "`null` while a session that talked has no `tHandle` yet."
      },
      "wrapUpCodes": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "answered": {
        "type": "boolean"
      }
    },
    "required": [
      "userId",
      "name",
      "purpose",
      "queueIds",
      "sessions",
      "talkMs",
      "heldMs",
      "acwMs",
      "handleMs",
      "wrapUpCodes",
      "answered"
    ],
    "additionalProperties": false,
    "description": "One user's part as agent or employee; a supervisor who only listened has none. Durations in milliseconds."
  },
  "AggregateMeta": {
    "type": "object",
    "properties": {
      "question": {
        "type": "string"
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC; `null` where the question has no range."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "user": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "queue": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "filters": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Every filter in words, those of user and queue included."
      },
      "complete": {
        "type": "boolean"
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Why it is not complete."
      },
      "asOf": {
        "type": "string",
        "description": "When the newest part of it was read."
      },
      "rows": {
        "type": "number"
      },
      "requestsUsed": {
        "type": "number"
      },
      "setAsideCount": {
        "type": "number",
        "description": "How many records could not be read, and the first hundred of them."
      },
      "setAside": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SetAside"
        }
      },
      "notes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Things to know that don't make it incomplete: names that can't be read, oddities in records."
      },
      "by": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/GroupName"
        },
        "description": "What the rows are grouped by, and the ISO-8601 period of their intervals; `null` for one interval."
      },
      "interval": {
        "type": [
          "string",
          "null"
        ]
      },
      "timeZone": {
        "type": "string",
        "description": "Whose days, weeks and months the intervals are."
      }
    },
    "required": [
      "asOf",
      "by",
      "complete",
      "filters",
      "from",
      "interval",
      "notes",
      "question",
      "queue",
      "reason",
      "requestsUsed",
      "rows",
      "setAside",
      "setAsideCount",
      "timeZone",
      "to",
      "user"
    ],
    "additionalProperties": false,
    "description": "What there is to know of numbers, whatever numbers they are."
  },
  "AnswerMeta": {
    "type": "object",
    "properties": {
      "question": {
        "type": "string"
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC; `null` where the question has no range."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "user": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "queue": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "filters": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Every filter in words, those of user and queue included."
      },
      "complete": {
        "type": "boolean"
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Why it is not complete."
      },
      "asOf": {
        "type": "string",
        "description": "When the newest part of it was read."
      },
      "rows": {
        "type": "number"
      },
      "requestsUsed": {
        "type": "number"
      },
      "setAsideCount": {
        "type": "number",
        "description": "How many records could not be read, and the first hundred of them."
      },
      "setAside": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SetAside"
        }
      },
      "notes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Things to know that don't make it incomplete: names that can't be read, oddities in records."
      }
    },
    "required": [
      "question",
      "from",
      "to",
      "user",
      "queue",
      "filters",
      "complete",
      "reason",
      "asOf",
      "rows",
      "requestsUsed",
      "setAsideCount",
      "setAside",
      "notes"
    ],
    "additionalProperties": false,
    "description": "What there is to know about an answer beside its rows. It is final once the rows have been read to their end."
  },
  "Body_ConversationSummary_HistoryMeta": {
    "type": "object",
    "properties": {
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/ConversationSummary"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/HistoryMeta"
      }
    },
    "required": [
      "rows",
      "meta"
    ],
    "additionalProperties": false
  },
  "Body_ConversationSummary_ReportMeta": {
    "type": "object",
    "properties": {
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/ConversationSummary"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/ReportMeta"
      }
    },
    "required": [
      "rows",
      "meta"
    ],
    "additionalProperties": false
  },
  "Body_LiveConversationView_LiveMeta": {
    "type": "object",
    "properties": {
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/LiveConversationView"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/LiveMeta"
      }
    },
    "required": [
      "rows",
      "meta"
    ],
    "additionalProperties": false
  },
  "Body_PlanStep_ExplainedMeta": {
    "type": "object",
    "properties": {
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/PlanStep"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/ExplainedMeta"
      }
    },
    "required": [
      "rows",
      "meta"
    ],
    "additionalProperties": false
  },
  "Body_QueueRow_AnswerMeta": {
    "type": "object",
    "properties": {
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/QueueRow"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/AnswerMeta"
      }
    },
    "required": [
      "rows",
      "meta"
    ],
    "additionalProperties": false
  },
  "Body_StatsRow_StatsMeta": {
    "type": "object",
    "properties": {
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/StatsRow"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/StatsMeta"
      }
    },
    "required": [
      "rows",
      "meta"
    ],
    "additionalProperties": false
  },
  "Body_TimelineEntry_AnswerMeta": {
    "type": "object",
    "properties": {
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/TimelineEntry"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/AnswerMeta"
      }
    },
    "required": [
      "rows",
      "meta"
    ],
    "additionalProperties": false
  },
  "Body_VerifyRow_VerifyMeta": {
    "type": "object",
    "properties": {
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/VerifyRow"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/VerifyMeta"
      }
    },
    "required": [
      "rows",
      "meta"
    ],
    "additionalProperties": false
  },
  "Cause": {
    "type": "string",
    "enum": [
      "details-incomplete",
      "copy-behind",
      "late",
      "edge",
      "expired-callback",
      "rewritten-or-hidden"
    ]
  },
  "Concurrency": {
    "type": "object",
    "properties": {
      "max": {
        "type": "number"
      },
      "mean": {
        "type": "number",
        "description": "Over all of the interval, in which there may have been none."
      }
    },
    "required": [
      "max",
      "mean"
    ],
    "additionalProperties": false,
    "description": "How many conversations were at work at once in an interval."
  },
  "ConversationState": {
    "type": "string",
    "enum": [
      "active",
      "lingering",
      "ended"
    ],
    "description": "`lingering`: no end, but only other legs (a stuck consult, say) are open."
  },
  "ConversationSummary": {
    "type": "object",
    "properties": {
      "conversationId": {
        "type": "string"
      },
      "mediaTypes": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "direction": {
        "type": [
          "string",
          "null"
        ]
      },
      "state": {
        "$ref": "#/components/schemas/ConversationState"
      },
      "startedAt": {
        "type": [
          "string",
          "null"
        ]
      },
      "endedAt": {
        "type": [
          "string",
          "null"
        ]
      },
      "durationMs": {
        "type": [
          "number",
          "null"
        ],
        "description": "Life of the record: `conversationEnd - conversationStart`; stuck legs can make it 60 days."
      },
      "effectiveDurationMs": {
        "type": [
          "number",
          "null"
        ],
        "description": "To the last end of the first customer participant and of the acd, agent and user segments."
      },
      "offered": {
        "type": "number"
      },
      "answered": {
        "type": "number"
      },
      "abandoned": {
        "type": "boolean"
      },
      "answeredWaitMs": {
        "type": "number"
      },
      "acdMs": {
        "type": "number"
      },
      "ivrMs": {
        "type": "number"
      },
      "voicemailMs": {
        "type": "number"
      },
      "talkMs": {
        "type": "number"
      },
      "heldMs": {
        "type": "number"
      },
      "holdCount": {
        "type": "number"
      },
      "acwMs": {
        "type": "number"
      },
      "handleMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "handleCount": {
        "type": "number"
      },
      "contactingMs": {
        "type": "number"
      },
      "dialingMs": {
        "type": "number"
      },
      "notResponding": {
        "type": "number"
      },
      "notRespondingMs": {
        "type": "number"
      },
      "queueIdsOffered": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "One entry an offer, in time order, repeats kept."
      },
      "queues": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/QueueReference"
        }
      },
      "transfers": {
        "$ref": "#/components/schemas/TransferCounts"
      },
      "consults": {
        "type": "number"
      },
      "wrapUpCodes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "One a coded wrap-up segment."
      },
      "wrapUpCodeNames": {
        "type": "array",
        "items": {
          "type": [
            "string",
            "null"
          ]
        },
        "description": "Their names, in the same order; `null` where nobody was asked or nobody knows."
      },
      "agents": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/AgentSummary"
        }
      },
      "customer": {
        "type": "object",
        "properties": {
          "name": {
            "type": [
              "string",
              "null"
            ]
          },
          "address": {
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "name",
          "address"
        ],
        "additionalProperties": false
      },
      "divisionIds": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "disconnectType": {
        "type": [
          "string",
          "null"
        ]
      },
      "attributes": {
        "$ref": "#/components/schemas/Record_string_string",
        "description": "Participant attributes, where they were asked for; empty where the source has none."
      },
      "provenance": {
        "$ref": "#/components/schemas/Provenance"
      }
    },
    "required": [
      "conversationId",
      "mediaTypes",
      "direction",
      "state",
      "startedAt",
      "endedAt",
      "durationMs",
      "effectiveDurationMs",
      "offered",
      "answered",
      "abandoned",
      "answeredWaitMs",
      "acdMs",
      "ivrMs",
      "voicemailMs",
      "talkMs",
      "heldMs",
      "holdCount",
      "acwMs",
      "handleMs",
      "handleCount",
      "contactingMs",
      "dialingMs",
      "notResponding",
      "notRespondingMs",
      "queueIdsOffered",
      "queues",
      "transfers",
      "consults",
      "wrapUpCodes",
      "wrapUpCodeNames",
      "agents",
      "customer",
      "divisionIds",
      "disconnectType",
      "provenance"
    ],
    "additionalProperties": false,
    "description": "One conversation in one row. `null` is unknown and never zero; durations are milliseconds, instants ISO-8601 UTC."
  },
  "ExplainedMeta": {
    "type": "object",
    "properties": {
      "question": {
        "type": "string"
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC; `null` where the question has no range."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "user": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "queue": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "filters": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Every filter in words, those of user and queue included."
      },
      "complete": {
        "type": "boolean"
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Why it is not complete."
      },
      "asOf": {
        "type": "string",
        "description": "When the newest part of it was read."
      },
      "rows": {
        "type": "number"
      },
      "requestsUsed": {
        "type": "number"
      },
      "setAsideCount": {
        "type": "number",
        "description": "How many records could not be read, and the first hundred of them."
      },
      "setAside": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SetAside"
        }
      },
      "notes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Things to know that don't make it incomplete: names that can't be read, oddities in records."
      },
      "estimate": {
        "type": "object",
        "properties": {
          "conversations": {
            "type": [
              "number",
              "null"
            ]
          },
          "requests": {
            "type": "number"
          },
          "minutes": {
            "type": "number"
          }
        },
        "required": [
          "conversations",
          "requests",
          "minutes"
        ],
        "additionalProperties": false,
        "description": "What asking takes, its own planning included; the minutes are those of the rate limit."
      },
      "budget": {
        "type": "object",
        "properties": {
          "used": {
            "type": "number"
          },
          "allowed": {
            "type": [
              "number",
              "null"
            ]
          }
        },
        "required": [
          "used",
          "allowed"
        ],
        "additionalProperties": false,
        "description": "Requests of this rate-limit window, by all processes; `allowed` is `null` while the API has not said so."
      },
      "filteredByApi": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Filters that the API applies, and those that are applied to what it sends."
      },
      "filteredHere": {
        "type": "array",
        "items": {
          "type": "string"
        }
      }
    },
    "required": [
      "asOf",
      "budget",
      "complete",
      "estimate",
      "filteredByApi",
      "filteredHere",
      "filters",
      "from",
      "notes",
      "question",
      "queue",
      "reason",
      "requestsUsed",
      "rows",
      "setAside",
      "setAsideCount",
      "to",
      "user"
    ],
    "description": "It has also what the question's own meta data has."
  },
  "ExplanationBody": {
    "$ref": "#/components/schemas/Body_PlanStep_ExplainedMeta"
  },
  "ExplanationMeta": {
    "type": "object",
    "properties": {
      "question": {
        "type": "string"
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC; `null` where the question has no range."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "user": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "queue": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "filters": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Every filter in words, those of user and queue included."
      },
      "complete": {
        "type": "boolean"
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Why it is not complete."
      },
      "asOf": {
        "type": "string",
        "description": "When the newest part of it was read."
      },
      "rows": {
        "type": "number"
      },
      "requestsUsed": {
        "type": "number"
      },
      "setAsideCount": {
        "type": "number",
        "description": "How many records could not be read, and the first hundred of them."
      },
      "setAside": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SetAside"
        }
      },
      "notes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Things to know that don't make it incomplete: names that can't be read, oddities in records."
      },
      "estimate": {
        "type": "object",
        "properties": {
          "conversations": {
            "type": [
              "number",
              "null"
            ]
          },
          "requests": {
            "type": "number"
          },
          "minutes": {
            "type": "number"
          }
        },
        "required": [
          "conversations",
          "requests",
          "minutes"
        ],
        "additionalProperties": false,
        "description": "What asking takes, its own planning included; the minutes are those of the rate limit."
      },
      "budget": {
        "type": "object",
        "properties": {
          "used": {
            "type": "number"
          },
          "allowed": {
            "type": [
              "number",
              "null"
            ]
          }
        },
        "required": [
          "used",
          "allowed"
        ],
        "additionalProperties": false,
        "description": "Requests of this rate-limit window, by all processes; `allowed` is `null` while the API has not said so."
      },
      "filteredByApi": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Filters that the API applies, and those that are applied to what it sends."
      },
      "filteredHere": {
        "type": "array",
        "items": {
          "type": "string"
        }
      }
    },
    "required": [
      "asOf",
      "budget",
      "complete",
      "estimate",
      "filteredByApi",
      "filteredHere",
      "filters",
      "from",
      "notes",
      "question",
      "queue",
      "reason",
      "requestsUsed",
      "rows",
      "setAside",
      "setAsideCount",
      "to",
      "user"
    ],
    "additionalProperties": false
  },
  "Finality": {
    "type": "string",
    "enum": [
      "live",
      "recent",
      "settled"
    ],
    "description": "`live`: not ended; `recent`: ended, wrap-up or the nightly re-processing may still change it; `settled`: neither."
  },
  "GroupName": {
    "type": "string",
    "enum": [
      "queue",
      "user",
      "media",
      "direction",
      "wrap-up",
      "division"
    ]
  },
  "HistoryBody": {
    "$ref": "#/components/schemas/Body_ConversationSummary_HistoryMeta"
  },
  "HistoryMeta": {
    "type": "object",
    "properties": {
      "question": {
        "type": "string"
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC; `null` where the question has no range."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "user": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "queue": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "filters": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Every filter in words, those of user and queue included."
      },
      "complete": {
        "type": "boolean"
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Why it is not complete."
      },
      "asOf": {
        "type": "string",
        "description": "When the newest part of it was read."
      },
      "rows": {
        "type": "number"
      },
      "requestsUsed": {
        "type": "number"
      },
      "setAsideCount": {
        "type": "number",
        "description": "How many records could not be read, and the first hundred of them."
      },
      "setAside": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SetAside"
        }
      },
      "notes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Things to know that don't make it incomplete: names that can't be read, oddities in records."
      },
      "total": {
        "type": "number",
        "description": "Where a page was asked for: how many conversations there are on all of them."
      }
    },
    "additionalProperties": false,
    "required": [
      "asOf",
      "complete",
      "filters",
      "from",
      "notes",
      "question",
      "queue",
      "reason",
      "requestsUsed",
      "rows",
      "setAside",
      "setAsideCount",
      "to",
      "user"
    ]
  },
  "LiveBody": {
    "$ref": "#/components/schemas/Body_LiveConversationView_LiveMeta"
  },
  "LiveConversationView": {
    "type": "object",
    "properties": {
      "conversationId": {
        "type": "string"
      },
      "mediaTypes": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "direction": {
        "type": [
          "string",
          "null"
        ]
      },
      "state": {
        "$ref": "#/components/schemas/ConversationState"
      },
      "startedAt": {
        "type": [
          "string",
          "null"
        ]
      },
      "endedAt": {
        "type": [
          "string",
          "null"
        ]
      },
      "durationMs": {
        "type": [
          "number",
          "null"
        ],
        "description": "Life of the record: `conversationEnd - conversationStart`; stuck legs can make it 60 days."
      },
      "effectiveDurationMs": {
        "type": [
          "number",
          "null"
        ],
        "description": "To the last end of the first customer participant and of the acd, agent and user segments."
      },
      "offered": {
        "type": "number"
      },
      "answered": {
        "type": "number"
      },
      "abandoned": {
        "type": "boolean"
      },
      "answeredWaitMs": {
        "type": "number"
      },
      "acdMs": {
        "type": "number"
      },
      "ivrMs": {
        "type": "number"
      },
      "voicemailMs": {
        "type": "number"
      },
      "talkMs": {
        "type": "number"
      },
      "heldMs": {
        "type": "number"
      },
      "holdCount": {
        "type": "number"
      },
      "acwMs": {
        "type": "number"
      },
      "handleMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "handleCount": {
        "type": "number"
      },
      "contactingMs": {
        "type": "number"
      },
      "dialingMs": {
        "type": "number"
      },
      "notResponding": {
        "type": "number"
      },
      "notRespondingMs": {
        "type": "number"
      },
      "queueIdsOffered": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "One entry an offer, in time order, repeats kept."
      },
      "queues": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/QueueReference"
        }
      },
      "transfers": {
        "$ref": "#/components/schemas/TransferCounts"
      },
      "consults": {
        "type": "number"
      },
      "wrapUpCodes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "One a coded wrap-up segment."
      },
      "wrapUpCodeNames": {
        "type": "array",
        "items": {
          "type": [
            "string",
            "null"
          ]
        },
        "description": "Their names, in the same order; `null` where nobody was asked or nobody knows."
      },
      "agents": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/AgentSummary"
        }
      },
      "customer": {
        "type": "object",
        "properties": {
          "name": {
            "type": [
              "string",
              "null"
            ]
          },
          "address": {
            "type": [
              "string",
              "null"
            ]
          }
        },
        "required": [
          "name",
          "address"
        ],
        "additionalProperties": false
      },
      "divisionIds": {
        "type": "array",
        "items": {
          "type": "string"
        }
      },
      "disconnectType": {
        "type": [
          "string",
          "null"
        ]
      },
      "attributes": {
        "$ref": "#/components/schemas/Record_string_string",
        "description": "Participant attributes, where they were asked for; empty where the source has none."
      },
      "provenance": {
        "$ref": "#/components/schemas/Provenance"
      },
      "liveState": {
        "$ref": "#/components/schemas/LiveState"
      },
      "participants": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/LiveParticipantView"
        }
      }
    },
    "required": [
      "abandoned",
      "acdMs",
      "acwMs",
      "agents",
      "answered",
      "answeredWaitMs",
      "consults",
      "contactingMs",
      "conversationId",
      "customer",
      "dialingMs",
      "direction",
      "disconnectType",
      "divisionIds",
      "durationMs",
      "effectiveDurationMs",
      "endedAt",
      "handleCount",
      "handleMs",
      "heldMs",
      "holdCount",
      "ivrMs",
      "liveState",
      "mediaTypes",
      "notResponding",
      "notRespondingMs",
      "offered",
      "participants",
      "provenance",
      "queueIdsOffered",
      "queues",
      "startedAt",
      "state",
      "talkMs",
      "transfers",
      "voicemailMs",
      "wrapUpCodeNames",
      "wrapUpCodes"
    ],
    "additionalProperties": false,
    "description": "An open conversation: its summary so far, what is going on, and who takes part."
  },
  "LiveMeta": {
    "type": "object",
    "properties": {
      "question": {
        "type": "string"
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC; `null` where the question has no range."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "user": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "queue": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "filters": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Every filter in words, those of user and queue included."
      },
      "complete": {
        "type": "boolean"
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Why it is not complete."
      },
      "asOf": {
        "type": "string",
        "description": "When the newest part of it was read."
      },
      "rows": {
        "type": "number"
      },
      "requestsUsed": {
        "type": "number"
      },
      "setAsideCount": {
        "type": "number",
        "description": "How many records could not be read, and the first hundred of them."
      },
      "setAside": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SetAside"
        }
      },
      "notes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Things to know that don't make it incomplete: names that can't be read, oddities in records."
      },
      "lingering": {
        "type": "number",
        "description": "Conversations without an end that are not active; they are counted here and left out of the rows."
      },
      "active": {
        "type": "number"
      }
    },
    "required": [
      "active",
      "asOf",
      "complete",
      "filters",
      "from",
      "lingering",
      "notes",
      "question",
      "queue",
      "reason",
      "requestsUsed",
      "rows",
      "setAside",
      "setAsideCount",
      "to",
      "user"
    ],
    "additionalProperties": false
  },
  "LiveParticipantView": {
    "type": "object",
    "properties": {
      "participantId": {
        "type": [
          "string",
          "null"
        ]
      },
      "name": {
        "type": [
          "string",
          "null"
        ]
      },
      "purpose": {
        "type": "string"
      },
      "userId": {
        "type": [
          "string",
          "null"
        ]
      },
      "queueId": {
        "type": [
          "string",
          "null"
        ]
      },
      "state": {
        "$ref": "#/components/schemas/LiveState"
      },
      "since": {
        "type": [
          "string",
          "null"
        ],
        "description": "Since when it is in that state; for one that left, when it left."
      }
    },
    "required": [
      "participantId",
      "name",
      "purpose",
      "userId",
      "queueId",
      "state",
      "since"
    ],
    "additionalProperties": false,
    "description": "One participant of an open conversation."
  },
  "LiveState": {
    "type": "string",
    "enum": [
      "connected",
      "held",
      "alerting",
      "dialing",
      "waiting",
      "ivr",
      "scheduled",
      "parked",
      "wrapup",
      "disconnected",
      "other"
    ],
    "description": "What is going on, of a participant or of the whole conversation."
  },
  "MeasureName": {
    "type": "string",
    "enum": [
      "offered",
      "answered",
      "abandoned",
      "shortAbandoned",
      "flowedOut",
      "overServiceLevel",
      "serviceLevel",
      "serviceLevelTarget",
      "asaMs",
      "waitMs",
      "handled",
      "ahtMs",
      "talkMs",
      "heldMs",
      "acwMs",
      "transferred",
      "blindTransferred",
      "consultTransferred",
      "consults"
    ]
  },
  "Partial_Record_MeasureName_number_null": {
    "type": "object",
    "properties": {
      "offered": {
        "type": [
          "number",
          "null"
        ]
      },
      "answered": {
        "type": [
          "number",
          "null"
        ]
      },
      "abandoned": {
        "type": [
          "number",
          "null"
        ]
      },
      "shortAbandoned": {
        "type": [
          "number",
          "null"
        ]
      },
      "flowedOut": {
        "type": [
          "number",
          "null"
        ]
      },
      "overServiceLevel": {
        "type": [
          "number",
          "null"
        ]
      },
      "serviceLevel": {
        "type": [
          "number",
          "null"
        ]
      },
      "serviceLevelTarget": {
        "type": [
          "number",
          "null"
        ]
      },
      "asaMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "waitMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "handled": {
        "type": [
          "number",
          "null"
        ]
      },
      "ahtMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "talkMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "heldMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "acwMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "transferred": {
        "type": [
          "number",
          "null"
        ]
      },
      "blindTransferred": {
        "type": [
          "number",
          "null"
        ]
      },
      "consultTransferred": {
        "type": [
          "number",
          "null"
        ]
      },
      "consults": {
        "type": [
          "number",
          "null"
        ]
      }
    },
    "additionalProperties": false
  },
  "Percentiles": {
    "type": "object",
    "properties": {
      "p50": {
        "type": "number"
      },
      "p90": {
        "type": "number"
      },
      "p95": {
        "type": "number"
      }
    },
    "required": [
      "p50",
      "p90",
      "p95"
    ],
    "additionalProperties": false,
    "description": "Milliseconds that half, nine in ten and nineteen in twenty of the values don't exceed."
  },
  "Pick_ShowAnswer_conversation_metrics": {
    "type": "object",
    "properties": {
      "conversation": {
        "anyOf": [
          {
            "$ref": "#/components/schemas/ConversationSummary"
          },
          {
            "type": "null"
          }
        ],
        "description": "`null` when the record could not be read; the meta data says why."
      },
      "metrics": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/TimelineMetric"
        },
        "description": "What its sessions have emitted; none while it is told live."
      }
    },
    "required": [
      "conversation",
      "metrics"
    ],
    "additionalProperties": false
  },
  "PlanStep": {
    "type": "object",
    "properties": {
      "api": {
        "type": "string",
        "description": "The operation, by Genesys' name."
      },
      "answers": {
        "type": "string",
        "description": "What of the question it answers."
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "`null` where there is no start to speak of."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "why": {
        "type": "string"
      },
      "freshness": {
        "type": "string"
      },
      "lacks": {
        "type": "string",
        "description": "What these records do not have."
      },
      "permissions": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "One of them suffices."
      },
      "conversations": {
        "type": [
          "number",
          "null"
        ],
        "description": "How many conversations are expected; `null` where nobody has counted."
      },
      "requests": {
        "type": "number"
      }
    },
    "required": [
      "api",
      "answers",
      "from",
      "to",
      "why",
      "freshness",
      "lacks",
      "permissions",
      "conversations",
      "requests"
    ],
    "additionalProperties": false,
    "description": "One part of an answer: which API gives it, and why."
  },
  "Provenance": {
    "type": "object",
    "properties": {
      "source": {
        "$ref": "#/components/schemas/Source"
      },
      "observedAt": {
        "type": "string",
        "description": "When the API (or the file) showed it so, ISO-8601 UTC."
      },
      "finality": {
        "$ref": "#/components/schemas/Finality"
      },
      "revision": {
        "type": [
          "number",
          "null"
        ],
        "description": "Counts the versions that a store has seen; `null` outside a store."
      }
    },
    "required": [
      "source",
      "observedAt",
      "finality",
      "revision"
    ],
    "additionalProperties": false
  },
  "QueueNow": {
    "type": "object",
    "properties": {
      "queueId": {
        "type": "string"
      },
      "waiting": {
        "type": [
          "number",
          "null"
        ]
      },
      "longestWaitMs": {
        "type": [
          "number",
          "null"
        ],
        "description": "Milliseconds; `null` when nobody waits."
      },
      "alerting": {
        "type": [
          "number",
          "null"
        ]
      },
      "interacting": {
        "type": [
          "number",
          "null"
        ]
      },
      "agentsByRoutingStatus": {
        "$ref": "#/components/schemas/Readonly_Record_string_number",
        "description": "Its members by what routing thinks of them: `IDLE`, `INTERACTING`, `NOT_RESPONDING`, `COMMUNICATING`, `OFF_QUEUE`, …"
      },
      "onQueue": {
        "type": [
          "number",
          "null"
        ],
        "description": "Members who are on queue."
      }
    },
    "required": [
      "queueId",
      "waiting",
      "longestWaitMs",
      "alerting",
      "interacting",
      "agentsByRoutingStatus",
      "onQueue"
    ],
    "additionalProperties": false,
    "description": "What is going on in one queue now. Absent is `null`, not zero."
  },
  "QueueReference": {
    "type": "object",
    "properties": {
      "id": {
        "type": "string"
      },
      "name": {
        "type": [
          "string",
          "null"
        ]
      }
    },
    "required": [
      "id",
      "name"
    ],
    "additionalProperties": false
  },
  "QueueRow": {
    "type": "object",
    "properties": {
      "queueId": {
        "type": "string"
      },
      "waiting": {
        "type": [
          "number",
          "null"
        ]
      },
      "longestWaitMs": {
        "type": [
          "number",
          "null"
        ],
        "description": "Milliseconds; `null` when nobody waits."
      },
      "alerting": {
        "type": [
          "number",
          "null"
        ]
      },
      "interacting": {
        "type": [
          "number",
          "null"
        ]
      },
      "agentsByRoutingStatus": {
        "$ref": "#/components/schemas/Readonly_Record_string_number",
        "description": "Its members by what routing thinks of them: `IDLE`, `INTERACTING`, `NOT_RESPONDING`, `COMMUNICATING`, `OFF_QUEUE`, …"
      },
      "onQueue": {
        "type": [
          "number",
          "null"
        ],
        "description": "Members who are on queue."
      },
      "queueName": {
        "type": [
          "string",
          "null"
        ]
      }
    },
    "required": [
      "agentsByRoutingStatus",
      "alerting",
      "interacting",
      "longestWaitMs",
      "onQueue",
      "queueId",
      "queueName",
      "waiting"
    ],
    "additionalProperties": false,
    "description": "What is going on in one queue now, with its name."
  },
  "QueuesBody": {
    "$ref": "#/components/schemas/Body_QueueRow_AnswerMeta"
  },
  "Readonly_Record_string_number": {
    "type": "object",
    "additionalProperties": {
      "type": "number"
    }
  },
  "Record_string_Percentiles_null": {
    "type": "object",
    "additionalProperties": {
      "anyOf": [
        {
          "$ref": "#/components/schemas/Percentiles"
        },
        {
          "type": "null"
        }
      ]
    }
  },
  "Record_string_TimeStatistics_null": {
    "type": "object",
    "additionalProperties": {
      "anyOf": [
        {
          "$ref": "#/components/schemas/TimeStatistics"
        },
        {
          "type": "null"
        }
      ]
    }
  },
  "Record_string_string": {
    "type": "object",
    "additionalProperties": {
      "type": "string"
    }
  },
  "ReportBody": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "active": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/LiveConversationView"
        }
      },
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/ConversationSummary"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/ReportMeta"
      }
    },
    "required": [
      "active",
      "meta",
      "rows"
    ]
  },
  "ReportMeta": {
    "type": "object",
    "properties": {
      "question": {
        "type": "string"
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC; `null` where the question has no range."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "user": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "queue": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "filters": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Every filter in words, those of user and queue included."
      },
      "complete": {
        "type": "boolean"
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Why it is not complete."
      },
      "asOf": {
        "type": "string",
        "description": "When the newest part of it was read."
      },
      "rows": {
        "type": "number"
      },
      "requestsUsed": {
        "type": "number"
      },
      "setAsideCount": {
        "type": "number",
        "description": "How many records could not be read, and the first hundred of them."
      },
      "setAside": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SetAside"
        }
      },
      "notes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Things to know that don't make it incomplete: names that can't be read, oddities in records."
      },
      "active": {
        "type": "number"
      },
      "lingering": {
        "type": "number"
      }
    },
    "required": [
      "active",
      "asOf",
      "complete",
      "filters",
      "from",
      "lingering",
      "notes",
      "question",
      "queue",
      "reason",
      "requestsUsed",
      "rows",
      "setAside",
      "setAsideCount",
      "to",
      "user"
    ],
    "additionalProperties": false
  },
  "SetAside": {
    "type": "object",
    "properties": {
      "conversationId": {
        "type": [
          "string",
          "null"
        ]
      },
      "place": {
        "type": [
          "string",
          "null"
        ],
        "description": "Where it stands in a file."
      },
      "reason": {
        "type": "string"
      }
    },
    "required": [
      "conversationId",
      "place",
      "reason"
    ],
    "additionalProperties": false,
    "description": "A record that could not be read. The rest of the answer stands without it."
  },
  "ShowBody": {
    "type": "object",
    "additionalProperties": false,
    "properties": {
      "conversation": {
        "anyOf": [
          {
            "$ref": "#/components/schemas/ConversationSummary"
          },
          {
            "type": "null"
          }
        ],
        "description": "`null` when the record could not be read; the meta data says why."
      },
      "metrics": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/TimelineMetric"
        },
        "description": "What its sessions have emitted; none while it is told live."
      },
      "rows": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/TimelineEntry"
        }
      },
      "meta": {
        "$ref": "#/components/schemas/AnswerMeta"
      }
    },
    "required": [
      "conversation",
      "meta",
      "metrics",
      "rows"
    ]
  },
  "Source": {
    "type": "string",
    "enum": [
      "live",
      "query",
      "job",
      "file",
      "store"
    ],
    "description": "Where a record came from: the live APIs, details query, details job, a file, or the local store."
  },
  "StatsBody": {
    "$ref": "#/components/schemas/Body_StatsRow_StatsMeta"
  },
  "StatsGroup": {
    "type": "object",
    "properties": {
      "queueId": {
        "type": [
          "string",
          "null"
        ]
      },
      "queueName": {
        "type": [
          "string",
          "null"
        ]
      },
      "userId": {
        "type": [
          "string",
          "null"
        ]
      },
      "userName": {
        "type": [
          "string",
          "null"
        ]
      },
      "mediaType": {
        "type": [
          "string",
          "null"
        ]
      },
      "originatingDirection": {
        "type": [
          "string",
          "null"
        ]
      },
      "wrapUpCode": {
        "type": [
          "string",
          "null"
        ]
      },
      "wrapUpCodeName": {
        "type": [
          "string",
          "null"
        ]
      },
      "divisionId": {
        "type": [
          "string",
          "null"
        ]
      },
      "divisionName": {
        "type": [
          "string",
          "null"
        ]
      }
    },
    "additionalProperties": false,
    "description": "The dimensions that a row is about, and their names; those that were not asked for are absent."
  },
  "StatsMeta": {
    "type": "object",
    "properties": {
      "question": {
        "type": "string"
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC; `null` where the question has no range."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "user": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "queue": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "filters": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Every filter in words, those of user and queue included."
      },
      "complete": {
        "type": "boolean"
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Why it is not complete."
      },
      "asOf": {
        "type": "string",
        "description": "When the newest part of it was read."
      },
      "rows": {
        "type": "number"
      },
      "requestsUsed": {
        "type": "number"
      },
      "setAsideCount": {
        "type": "number",
        "description": "How many records could not be read, and the first hundred of them."
      },
      "setAside": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SetAside"
        }
      },
      "notes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Things to know that don't make it incomplete: names that can't be read, oddities in records."
      },
      "by": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/GroupName"
        },
        "description": "What the rows are grouped by, and the ISO-8601 period of their intervals; `null` for one interval."
      },
      "interval": {
        "type": [
          "string",
          "null"
        ]
      },
      "timeZone": {
        "type": "string",
        "description": "Whose days, weeks and months the intervals are."
      },
      "measures": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/MeasureName"
        },
        "description": "The measures in the rows, by their names."
      },
      "percentiles": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Metrics by Genesys' names that the rows have percentiles of."
      },
      "concurrency": {
        "type": "boolean",
        "description": "Whether the rows say how many conversations were at work at once."
      }
    },
    "required": [
      "asOf",
      "by",
      "complete",
      "concurrency",
      "filters",
      "from",
      "interval",
      "measures",
      "notes",
      "percentiles",
      "question",
      "queue",
      "reason",
      "requestsUsed",
      "rows",
      "setAside",
      "setAsideCount",
      "timeZone",
      "to",
      "user"
    ],
    "additionalProperties": false
  },
  "StatsRow": {
    "type": "object",
    "properties": {
      "offered": {
        "type": [
          "number",
          "null"
        ]
      },
      "answered": {
        "type": [
          "number",
          "null"
        ]
      },
      "abandoned": {
        "type": [
          "number",
          "null"
        ]
      },
      "shortAbandoned": {
        "type": [
          "number",
          "null"
        ]
      },
      "flowedOut": {
        "type": [
          "number",
          "null"
        ]
      },
      "overServiceLevel": {
        "type": [
          "number",
          "null"
        ]
      },
      "serviceLevel": {
        "type": [
          "number",
          "null"
        ]
      },
      "serviceLevelTarget": {
        "type": [
          "number",
          "null"
        ]
      },
      "asaMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "waitMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "handled": {
        "type": [
          "number",
          "null"
        ]
      },
      "ahtMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "talkMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "heldMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "acwMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "transferred": {
        "type": [
          "number",
          "null"
        ]
      },
      "blindTransferred": {
        "type": [
          "number",
          "null"
        ]
      },
      "consultTransferred": {
        "type": [
          "number",
          "null"
        ]
      },
      "consults": {
        "type": [
          "number",
          "null"
        ]
      },
      "queueId": {
        "type": [
          "string",
          "null"
        ]
      },
      "queueName": {
        "type": [
          "string",
          "null"
        ]
      },
      "userId": {
        "type": [
          "string",
          "null"
        ]
      },
      "userName": {
        "type": [
          "string",
          "null"
        ]
      },
      "mediaType": {
        "type": [
          "string",
          "null"
        ]
      },
      "originatingDirection": {
        "type": [
          "string",
          "null"
        ]
      },
      "wrapUpCode": {
        "type": [
          "string",
          "null"
        ]
      },
      "wrapUpCodeName": {
        "type": [
          "string",
          "null"
        ]
      },
      "divisionId": {
        "type": [
          "string",
          "null"
        ]
      },
      "divisionName": {
        "type": [
          "string",
          "null"
        ]
      },
      "from": {
        "type": "string",
        "description": "ISO-8601 UTC, `[from, to)`."
      },
      "to": {
        "type": "string"
      },
      "times": {
        "$ref": "#/components/schemas/Record_string_TimeStatistics_null",
        "description": "Timed metrics by Genesys' names."
      },
      "percentiles": {
        "$ref": "#/components/schemas/Record_string_Percentiles_null",
        "description": "By Genesys' names of the metrics; where they were asked for."
      },
      "concurrent": {
        "anyOf": [
          {
            "$ref": "#/components/schemas/Concurrency"
          },
          {
            "type": "null"
          }
        ],
        "description": "How many conversations were at work at once; where it was asked for."
      }
    },
    "required": [
      "from",
      "to",
      "times"
    ],
    "additionalProperties": false,
    "description": "One group in one interval. `null` is unknown and never zero: aggregates leave out what did not happen, or is not known."
  },
  "TimeStatistics": {
    "type": "object",
    "properties": {
      "count": {
        "type": [
          "number",
          "null"
        ]
      },
      "sum": {
        "type": [
          "number",
          "null"
        ]
      },
      "mean": {
        "type": [
          "number",
          "null"
        ]
      },
      "min": {
        "type": [
          "number",
          "null"
        ]
      },
      "max": {
        "type": [
          "number",
          "null"
        ]
      }
    },
    "required": [
      "count",
      "sum",
      "mean",
      "min",
      "max"
    ],
    "additionalProperties": false,
    "description": "A timed metric whole. Milliseconds; `null` is unknown."
  },
  "TimelineEntry": {
    "type": "object",
    "properties": {
      "startedAt": {
        "type": [
          "string",
          "null"
        ]
      },
      "endedAt": {
        "type": [
          "string",
          "null"
        ],
        "description": "`null` while the segment is open."
      },
      "durationMs": {
        "type": [
          "number",
          "null"
        ]
      },
      "participantId": {
        "type": [
          "string",
          "null"
        ]
      },
      "sessionId": {
        "type": [
          "string",
          "null"
        ]
      },
      "purpose": {
        "type": "string"
      },
      "name": {
        "type": [
          "string",
          "null"
        ]
      },
      "userId": {
        "type": [
          "string",
          "null"
        ]
      },
      "mediaType": {
        "type": [
          "string",
          "null"
        ]
      },
      "segmentType": {
        "type": "string"
      },
      "queueId": {
        "type": [
          "string",
          "null"
        ]
      },
      "queueName": {
        "type": [
          "string",
          "null"
        ]
      },
      "disconnectType": {
        "type": [
          "string",
          "null"
        ]
      },
      "wrapUpCode": {
        "type": [
          "string",
          "null"
        ]
      },
      "wrapUpCodeName": {
        "type": [
          "string",
          "null"
        ]
      },
      "wrapUpNote": {
        "type": [
          "string",
          "null"
        ]
      }
    },
    "required": [
      "startedAt",
      "endedAt",
      "durationMs",
      "participantId",
      "sessionId",
      "purpose",
      "name",
      "userId",
      "mediaType",
      "segmentType",
      "queueId",
      "queueName",
      "disconnectType",
      "wrapUpCode",
      "wrapUpCodeName",
      "wrapUpNote"
    ],
    "additionalProperties": false,
    "description": "One segment of one participant's session: what `nowthen show` lists. Durations in milliseconds."
  },
  "TimelineMetric": {
    "type": "object",
    "properties": {
      "participantId": {
        "type": [
          "string",
          "null"
        ]
      },
      "sessionId": {
        "type": [
          "string",
          "null"
        ]
      },
      "name": {
        "type": "string"
      },
      "value": {
        "type": [
          "number",
          "null"
        ],
        "description": "Milliseconds of timed metrics, else a count."
      },
      "emitDate": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC."
      }
    },
    "required": [
      "participantId",
      "sessionId",
      "name",
      "value",
      "emitDate"
    ],
    "additionalProperties": false,
    "description": "A metric of a session, by Genesys' name."
  },
  "TransferCounts": {
    "type": "object",
    "properties": {
      "total": {
        "type": "number"
      },
      "blind": {
        "type": "number"
      },
      "consult": {
        "type": "number"
      }
    },
    "required": [
      "total",
      "blind",
      "consult"
    ],
    "additionalProperties": false
  },
  "VerifyBody": {
    "$ref": "#/components/schemas/Body_VerifyRow_VerifyMeta"
  },
  "VerifyMeta": {
    "type": "object",
    "properties": {
      "question": {
        "type": "string"
      },
      "from": {
        "type": [
          "string",
          "null"
        ],
        "description": "ISO-8601 UTC; `null` where the question has no range."
      },
      "to": {
        "type": [
          "string",
          "null"
        ]
      },
      "user": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "queue": {
        "anyOf": [
          {
            "type": "object",
            "properties": {
              "id": {
                "type": "string"
              },
              "name": {
                "type": [
                  "string",
                  "null"
                ]
              }
            },
            "required": [
              "id",
              "name"
            ],
            "additionalProperties": false
          },
          {
            "type": "null"
          }
        ]
      },
      "filters": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Every filter in words, those of user and queue included."
      },
      "complete": {
        "type": "boolean"
      },
      "reason": {
        "type": [
          "string",
          "null"
        ],
        "description": "Why it is not complete."
      },
      "asOf": {
        "type": "string",
        "description": "When the newest part of it was read."
      },
      "rows": {
        "type": "number"
      },
      "requestsUsed": {
        "type": "number"
      },
      "setAsideCount": {
        "type": "number",
        "description": "How many records could not be read, and the first hundred of them."
      },
      "setAside": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/SetAside"
        }
      },
      "notes": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "Things to know that don't make it incomplete: names that can't be read, oddities in records."
      },
      "by": {
        "type": "array",
        "items": {
          "$ref": "#/components/schemas/GroupName"
        }
      },
      "interval": {
        "type": [
          "string",
          "null"
        ]
      },
      "timeZone": {
        "type": "string"
      },
      "metrics": {
        "type": "array",
        "items": {
          "type": "string"
        },
        "description": "The metrics compared, by Genesys' names; how many numbers, and how many of them differ."
      },
      "compared": {
        "type": "number"
      },
      "differences": {
        "type": "number"
      }
    },
    "required": [
      "asOf",
      "by",
      "compared",
      "complete",
      "differences",
      "filters",
      "from",
      "interval",
      "metrics",
      "notes",
      "question",
      "queue",
      "reason",
      "requestsUsed",
      "rows",
      "setAside",
      "setAsideCount",
      "timeZone",
      "to",
      "user"
    ],
    "additionalProperties": false
  },
  "VerifyRow": {
    "type": "object",
    "properties": {
      "queueId": {
        "type": [
          "string",
          "null"
        ]
      },
      "queueName": {
        "type": [
          "string",
          "null"
        ]
      },
      "userId": {
        "type": [
          "string",
          "null"
        ]
      },
      "userName": {
        "type": [
          "string",
          "null"
        ]
      },
      "mediaType": {
        "type": [
          "string",
          "null"
        ]
      },
      "originatingDirection": {
        "type": [
          "string",
          "null"
        ]
      },
      "wrapUpCode": {
        "type": [
          "string",
          "null"
        ]
      },
      "wrapUpCodeName": {
        "type": [
          "string",
          "null"
        ]
      },
      "divisionId": {
        "type": [
          "string",
          "null"
        ]
      },
      "divisionName": {
        "type": [
          "string",
          "null"
        ]
      },
      "from": {
        "type": "string"
      },
      "to": {
        "type": "string"
      },
      "metric": {
        "type": "string"
      },
      "statistic": {
        "type": "string",
        "enum": [
          "count",
          "sum"
        ]
      },
      "aggregates": {
        "type": [
          "number",
          "null"
        ]
      },
      "details": {
        "type": [
          "number",
          "null"
        ]
      },
      "difference": {
        "type": "number",
        "description": "Aggregates minus details."
      },
      "cause": {
        "$ref": "#/components/schemas/Cause"
      },
      "explanation": {
        "type": "string",
        "description": "The cause in words."
      }
    },
    "required": [
      "from",
      "to",
      "metric",
      "statistic",
      "aggregates",
      "details",
      "difference",
      "cause",
      "explanation"
    ],
    "additionalProperties": false,
    "description": "A number that aggregates and details do not agree on. Durations are milliseconds; `null`: that side says nothing of it."
  }
};
