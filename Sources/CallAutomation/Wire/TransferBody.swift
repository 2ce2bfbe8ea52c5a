import CallModel

extension TransferAction {
    /// `TransferToParticipantRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 384)
        writer.object { writer in
            writer.name("targetParticipant")
            writer.value(target.requestJSON)
            if let transferee {
                writer.name("transferee")
                writer.value(transferee.requestJSON)
            }
            writer.member("operationContext", operationContext)
        }
        return writer.bytes
    }
}
