import CallModel

extension CreateCallAction {
    /// `CreateCallRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 768)
        writer.object { writer in
            writer.identifiers("targets", targets)
            writer.member("callbackUri", callbackURI)
            writer.phone("sourceCallerIdNumber", sourceCallerIDNumber)
            writer.member("sourceDisplayName", sourceDisplayName)
            writer.identity("source", source)
            if let teamsAppSource { writer.teamsApp("teamsAppSource", teamsAppSource) }
            writer.member("operationContext", operationContext)
            writer.callIntelligence(cognitiveServicesEndpoint)
            writer.streams(mediaStreaming, transcription)
            writer.customCallingContext(customCallingContext)
        }
        return writer.bytes
    }
}

extension ConnectCallAction {
    /// `ConnectRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.name("callLocator")
            writer.object { writer in
                switch locator {
                case .serverCall(let id):
                    writer.member("kind", "serverCallLocator")
                    writer.member("serverCallId", id)
                case .groupCall(let id):
                    writer.member("kind", "groupCallLocator")
                    writer.member("groupCallId", id)
                case .room(let id):
                    writer.member("kind", "roomCallLocator")
                    writer.member("roomId", id)
                }
            }
            writer.member("callbackUri", callbackURI)
            writer.member("operationContext", operationContext)
            writer.callIntelligence(cognitiveServicesEndpoint)
            writer.streams(mediaStreaming, transcription)
        }
        return writer.bytes
    }
}
