import CallModel

/// What several request bodies have in common.
extension JSONWriter {
    mutating func identifier(_ name: String, _ identifier: CommunicationIdentifier?) {
        guard let identifier else { return }
        self.name(name)
        value(identifier.requestJSON)
    }

    mutating func identifiers(_ name: String, _ identifiers: [CommunicationIdentifier]) {
        self.name(name)
        array { writer in for identifier in identifiers { writer.value(identifier.requestJSON) } }
    }

    /// A bare phone number, as the official clients send it: only its value.
    mutating func phone(_ name: String, _ number: String?) {
        guard let number else { return }
        self.name(name)
        object { $0.member("value", number) }
    }

    /// A bare identity of the application: its raw id.
    mutating func identity(_ name: String, _ rawID: String?) {
        guard let rawID else { return }
        self.name(name)
        object { $0.member("id", rawID) }
    }

    /// A bare Teams app: its id, or the raw id `28:…`. The cloud goes out only where it is not the public one, as the official
    /// clients never send that.
    mutating func teamsApp(_ name: String, _ text: String) {
        self.name(name)
        object { writer in
            guard case .microsoftTeamsApp(let appID, let cloud) = CommunicationIdentifier(rawID: text).kind else {
                return writer.member("appId", text)
            }
            writer.member("appId", appID)
            if cloud != .public { writer.member("cloud", cloud.rawValue) }
        }
    }

    mutating func callIntelligence(_ cognitiveServicesEndpoint: String?) {
        guard let cognitiveServicesEndpoint else { return }
        name("callIntelligenceOptions")
        object { $0.member("cognitiveServicesEndpoint", cognitiveServicesEndpoint) }
    }

    mutating func customCallingContext(_ context: CustomCallingContext?) {
        guard let context else { return }
        name("customCallingContext")
        value(context.requestJSON)
    }
}
