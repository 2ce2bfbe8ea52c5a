import CallModel

extension TransferAction {
    /// `TransferToParticipantRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 384)
        writer.object { writer in
            writer.identifier("targetParticipant", target)
            writer.identifier("transferee", transferee)
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
            writer.customCallingContext(customCallingContext)
        }
        return writer.bytes
    }
}
