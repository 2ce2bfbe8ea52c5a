import CallModel

extension HoldAction {
    /// `HoldRequest` of the contract.
    var holdBody: [UInt8] { body(with: music) }

    /// `UnholdRequest` of the contract.
    var unholdBody: [UInt8] { body(with: nil) }

    private func body(with music: PlaySource?) -> [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.identifier("targetParticipant", target)
            if let music {
                writer.name("playSourceInfo")
                writer.playSource(music)
            }
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }
}

extension AnnounceAction {
    /// `InterruptAudioAndAnnounceRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 256)
        writer.object { writer in
            writer.name("playSources")
            writer.array { writer in for source in sources { writer.playSource(source) } }
            writer.identifier("playTo", target)
            writer.member("operationContext", operationContext)
        }
        return writer.bytes
    }
}
