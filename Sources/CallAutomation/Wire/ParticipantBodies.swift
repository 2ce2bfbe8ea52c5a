import CallModel

extension AddParticipantAction {
    /// `AddParticipantRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.identifier("participantToAdd", target)
            writer.phone("sourceCallerIdNumber", sourceCallerIDNumber)
            writer.member("sourceDisplayName", sourceDisplayName)
            writer.member("invitationTimeoutInSeconds", invitationTimeout)
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
            writer.customCallingContext(customCallingContext)
        }
        return writer.bytes
    }
}

extension CancelAddParticipantAction {
    /// `CancelAddParticipantRequest` of the contract.
    func requestBody() throws(RequestFault) -> [UInt8] {
        guard case .id(let invitationID) = invitation, !invitationID.isEmpty else {
            throw RequestFault(description: "cancel_add_participant needs the id that the service gave the invitation")
        }
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("invitationId", invitationID)
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }
}

extension RemoveParticipantAction {
    /// `RemoveParticipantRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.identifier("participantToRemove", target)
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }
}

extension MoveParticipantsAction {
    /// `MoveParticipantsRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter(capacity: 512)
        writer.object { writer in
            writer.identifiers("targetParticipants", targets)
            writer.member("fromCall", fromCall)
            writer.member("operationContext", operationContext)
            writer.member("operationCallbackUri", operationCallbackURI)
        }
        return writer.bytes
    }
}

extension MuteParticipantAction {
    /// `MuteParticipantsRequest` and `UnmuteParticipantsRequest` of the contract.
    var requestBody: [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.identifiers("targetParticipants", targets)
            writer.member("operationContext", operationContext)
        }
        return writer.bytes
    }
}
