import CallModel

/// What follows when somebody who was rung comes, or does not.
extension EmulatorCore {
    /// What follows when the target is there: a phone, or the application by a leg of its own.
    mutating func fulfil(_ invitation: Invitation, of call: String, leg: String?) {
        guard calls[call]?.outcome == nil else { return }
        let participant = Participant(
            identifier: invitation.target, legID: leg, callerNumber: invitation.callerNumber)
        switch invitation.purpose {
        case .dial:
            join(participant, call)
            // Nobody of the application is there: who speaks now speaks without the emulator.
            if leg == nil, !invitation.isFirst, liveLegs(of: call).isEmpty {
                noteSpeaking(invitation.caller, with: invitation.target, call)
                finish(call, CallOutcome(word: .redirected, result: .conversationEnded))
            }
        case .create(let creator):
            join(participant, call)
            guard legs[creator]?.state == .ringing else { break }
            legs[creator]?.state = .connecting
            if leg == nil {
                _ = set(.connect(leg: creator), after: configuration.connectDelay)
            } else {
                connect(creator)
            }
        case .add(let adder, let context, let callback):
            if calls[call]?.kind == .twoParty { calls[call]?.kind = .group(id: nil) }
            join(participant, call)
            legs[adder]?.decidedInvitations.insert(invitation.id)
            emit(
                "AddParticipantSucceeded", leg: adder, context: context, address: callback,
                own: [("participant", invitation.target.json)])
            note(
                .participantAdded, "\(invitation.target.spoken) was added",
                ["participant": .string(invitation.target.rawID)], call: call)
        case .transfer(let transfer):
            acceptTransfer(transfer, participant, call)
        }
    }

    mutating func fail(_ invitation: Invitation, of call: String, _ reason: NotReached) {
        let viewer =
            if case .dial = invitation.purpose, invitation.isFirst { invitation.caller } else { invitation.target }
        fail(invitation, of: call, viewer.result(reason), .notAnswered)
    }

    /// The target did not come. `word` is how a call ends that was made for it alone.
    mutating func fail(
        _ invitation: Invitation, of call: String, _ result: ResultInformation, _ word: CallOutcome.Word
    ) {
        _ = take(invitation, from: call)
        let target = invitation.target
        stopRinging(target, call)
        guard calls[call]?.outcome == nil else { return }
        let codes: JSONObject = [
            "target": .string(target.rawID), "code": .integer(Int64(result.code)),
            "sub_code": .integer(Int64(result.subCode)),
        ]
        switch invitation.purpose {
        case .dial:
            if word == .notAnswered {
                let isSilence = invitation.isFirst && invitation.isOffer
                note(
                    .notAnswered, isSilence ? "nobody answered in time" : "\(target.spoken): \(result.message)", codes,
                    call: call)
            }
            if liveLegs(of: call).isEmpty {
                finish(call, CallOutcome(word: word, result: result))
            } else {
                endCall(call, word, result: result)
            }
        case .create(let creator):
            let isLast = !isWaited(for: call)
            if legs[creator]?.state == .ringing, isLast {
                note(.createFailed, "\(target.spoken): \(result.message)", codes, call: call)
                emit("CreateCallFailed", leg: creator, result: result, context: legs[creator]?.operationContext)
                legs[creator]?.state = .ended
                endCall(call, word, result: result)
            } else {
                note(.notReached, "\(target.spoken): \(result.message)", codes, call: call)
                endIfDeserted(call, .everyoneLeft)
            }
        case .add(let adder, let context, let callback):
            legs[adder]?.decidedInvitations.insert(invitation.id)
            let isDenied = result.code == 603 && faults.quirk(.declinedInvitationSucceeds) != nil
            emit(
                isDenied ? "AddParticipantSucceeded" : "AddParticipantFailed", leg: adder,
                result: isDenied ? .done : result, context: context, address: callback,
                own: [("participant", target.json)])
            note(.addFailed, "\(target.spoken): \(result.message)", codes, call: call)
            endIfDeserted(call, .everyoneLeft)
        case .transfer(let transfer):
            failTransfer(transfer, to: target, result, codes, call)
            if !transfer.isOfGroup, faults.quirk(.failedTransferLosesCall) != nil { endCall(call, .lost) }
        }
    }
}
