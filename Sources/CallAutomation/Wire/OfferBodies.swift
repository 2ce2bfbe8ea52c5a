import CallModel

extension AnswerAction {
    /// `AnswerCallRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: incomingCallContext.utf8.count + 512)
        writer.object { writer in
            writer.member("incomingCallContext", incomingCallContext)
            writer.member("callbackUri", callbackURI)
            writer.member("operationContext", operationContext)
            writer.identity("answeredBy", answeredBy)
            writer.callIntelligence(cognitiveServicesEndpoint)
            writer.streams(mediaStreaming, transcription)
        }
        return writer.bytes
    }
}

extension RejectAction {
    /// `RejectCallRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: incomingCallContext.utf8.count + 128)
        writer.object { writer in
            writer.member("incomingCallContext", incomingCallContext)
            writer.member("callRejectReason", reason.rawValue)
        }
        return writer.bytes
    }
}

extension RedirectAction {
    /// `RedirectCallRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: incomingCallContext.utf8.count + 256)
        writer.object { writer in
            writer.member("incomingCallContext", incomingCallContext)
            writer.identifier("target", target)
        }
        return writer.bytes
    }
}
