import CallModel

extension SendDTMFAction {
    /// `SendDtmfTonesRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.name("tones")
            writer.array { writer in for tone in tones { writer.string(tone.rawValue) } }
            writer.identifier("targetParticipant", target)
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }
}

extension ContinuousDTMFAction {
    /// `ContinuousDtmfRecognitionRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.identifier("targetParticipant", target)
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }
}
