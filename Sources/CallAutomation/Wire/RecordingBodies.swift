import CallModel

extension StartRecordingAction {
    /// `StartCallRecordingRequest` of the contract. Exactly one of call connection and locator goes out; `channelAffinity`
    /// always does, as the official clients send it.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 768)
        writer.object { writer in
            if let serverCallID {
                writer.name("callLocator")
                writer.object { writer in
                    writer.member("serverCallId", serverCallID)
                    writer.member("kind", "serverCallLocator")
                }
            } else {
                writer.member("callConnectionId", callConnectionID)
            }
            writer.member("recordingStateCallbackUri", stateCallbackURI)
            writer.member("recordingContentType", content.rawValue)
            writer.member("recordingChannelType", channel.rawValue)
            writer.member("recordingFormatType", format.rawValue)
            if !channelOrder.isEmpty { writer.identifiers("audioChannelParticipantOrdering", channelOrder) }
            writer.name("channelAffinity")
            writer.array { writer in
                for affinity in channelAffinity {
                    writer.object { writer in
                        writer.member("channel", affinity.channel)
                        writer.identifier("participant", affinity.participant)
                    }
                }
            }
            writer.member("pauseOnStart", pauseOnStart)
            guard let storage else { return }
            writer.name("externalStorage")
            writer.object { writer in
                writer.member("recordingStorageKind", "azureBlobStorage")
                writer.member("recordingDestinationContainerUrl", storage)
            }
        }
        return writer.bytes
    }
}
