import CallModel

extension CustomCallingContext {
    /// `CustomCallingContext` of the contract. Python's client drops the details when there are no headers; here they always go.
    var requestJSON: JSONValue {
        var object = json.objectValue ?? JSONObject()
        object["teamsPhoneCallDetails"] = teamsPhoneCallDetails?.requestJSON
        return .object(object)
    }
}

extension TeamsPhoneCallDetails {
    /// `TeamsPhoneCallDetails` of the contract.
    fileprivate var requestJSON: JSONValue {
        [
            "teamsPhoneCallerDetails": caller?.requestJSON, "teamsPhoneSourceDetails": source?.requestJSON,
            "sessionId": sessionID.map(JSONValue.string), "intent": intent.map(JSONValue.string),
            "callTopic": callTopic.map(JSONValue.string), "callContext": callContext.map(JSONValue.string),
            "transcriptUrl": transcriptURL.map(JSONValue.string),
            "callSentiment": callSentiment.map(JSONValue.string),
            "suggestedActions": suggestedActions.map(JSONValue.string),
        ]
    }
}

extension TeamsPhoneCallDetails.Caller {
    fileprivate var requestJSON: JSONValue {
        [
            "caller": identifier.requestJSON, "name": .string(name), "phoneNumber": .string(phoneNumber),
            "recordId": recordID.map(JSONValue.string), "screenPopUrl": screenPopURL.map(JSONValue.string),
            "isAuthenticated": isAuthenticated.map(JSONValue.bool),
            "additionalCallerInformation": sorted(additionalInformation, JSONValue.string),
        ]
    }
}

extension TeamsPhoneCallDetails.Source {
    fileprivate var requestJSON: JSONValue {
        [
            "source": identifier.requestJSON, "language": .string(language), "status": .string(status),
            "intendedTargets": sorted(intendedTargets, \.requestJSON),
        ]
    }
}

/// A free map, in an order that is the same each time; nil when it is empty.
private func sorted<Value>(_ map: [String: Value], _ json: (Value) -> JSONValue) -> JSONValue? {
    if map.isEmpty { return nil }
    return .object(JSONObject(map.sorted { $0.key < $1.key }.map { (name: $0.key, value: json($0.value)) }))
}
