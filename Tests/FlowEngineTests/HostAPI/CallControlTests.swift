import CallModel
import Testing

@testable import FlowEngine

/// What the functions of call control ask for when all is right.
struct CallControlTests {
    private static let phone = ActionSamples.phone
    private static let other = ActionSamples.other
    private static let user = ActionSamples.user
    private static let own = "+18005550199"

    @Test(
        arguments: [
            (
                "create_call { target = '+14255550123' }",
                CallAction.createCall(CreateCallAction(targets: [phone], callbackURI: "", sourceCallerIDNumber: own))
            ),
            (
                "create_call { target = '8:acs:r_u', display_name = 'Desk', ai_resource = 'https://ai.example.com/' }",
                .createCall(
                    CreateCallAction(
                        targets: [user], callbackURI: "", sourceDisplayName: "Desk",
                        cognitiveServicesEndpoint: "https://ai.example.com/"))
            ),
            (
                "create_call { targets = { '8:acs:r_u', '+14255550123' }, caller_id = '+18005550198', source = '8:acs:r_me' }",
                .createCall(
                    CreateCallAction(
                        targets: [user, phone], callbackURI: "", sourceCallerIDNumber: "+18005550198",
                        source: "8:acs:r_me"))
            ),
            (
                """
                create_call { target = '8:acs:r_u', teams_app_source = '01234567-89ab-cdef-0123-456789abcdef',
                  custom_context = { voip_headers = { reason = 'recall' } } }
                """,
                .createCall(
                    CreateCallAction(
                        targets: [user], callbackURI: "", teamsAppSource: "01234567-89ab-cdef-0123-456789abcdef",
                        customCallingContext: CustomCallingContext(voipHeaders: [.init("reason", "recall")])))
            ),
            (
                "create_call { target = '8:acs:r_u', teams_app_source = '28:orgid:app' }",
                .createCall(CreateCallAction(targets: [user], callbackURI: "", teamsAppSource: "28:orgid:app"))
            ),
            (
                """
                create_call { target = '8:acs:r_u',
                  teams_app_source = { microsoft_teams_app = { app_id = 'a', cloud = 'dod' } } }
                """,
                .createCall(CreateCallAction(targets: [user], callbackURI: "", teamsAppSource: "28:dod:a"))
            ),
            (
                "connect_call { server_call_id = 's', ai_resource = 'https://ai.example.com/' }",
                .connectCall(
                    ConnectCallAction(
                        locator: .serverCall(id: "s"), callbackURI: "",
                        cognitiveServicesEndpoint: "https://ai.example.com/"))
            ),
            (
                "connect_call { group_call_id = '01234567-89AB-cdef-0123-456789abcdef' }",
                .connectCall(
                    ConnectCallAction(locator: .groupCall(id: "01234567-89AB-cdef-0123-456789abcdef"), callbackURI: ""))
            ),
            (
                "connect_call { room_id = '99' }",
                .connectCall(ConnectCallAction(locator: .room(id: "99"), callbackURI: ""))
            ),
            ("call:answer()", .answer(AnswerAction(incomingCallContext: "", callbackURI: ""))),
            (
                "call:answer { ai_resource = 'https://ai.example.com/' }",
                .answer(
                    AnswerAction(
                        incomingCallContext: "", callbackURI: "", cognitiveServicesEndpoint: "https://ai.example.com/"))
            ),
            (
                "call:answer { answered_by = '8:acs:r_me' }",
                .answer(AnswerAction(incomingCallContext: "", callbackURI: "", answeredBy: "8:acs:r_me"))
            ),
            (
                "call:answer { answered_by = { communication_user = { id = '8:acs:r_me' } } }",
                .answer(AnswerAction(incomingCallContext: "", callbackURI: "", answeredBy: "8:acs:r_me"))
            ),
            ("call:reject()", .reject(RejectAction(incomingCallContext: "", reason: .none))),
            ("call:reject { reason = 'busy' }", .reject(RejectAction(incomingCallContext: "", reason: .busy))),
            (
                "call:reject { reason = 'forbidden' }",
                .reject(RejectAction(incomingCallContext: "", reason: .forbidden))
            ),
            (
                "call:redirect { target = '+14255550123' }",
                .redirect(RedirectAction(incomingCallContext: "", target: phone))
            ),
            (
                "call:redirect { target = '8:acs:r_u', caller_id = '+18005550198' }",
                .redirect(RedirectAction(incomingCallContext: "", target: user))
            ),
            ("call:transfer { target = '+14255550123' }", .transfer(TransferAction(target: phone))),
            (
                """
                call:transfer { target = '8:acs:r_u', transferee = '+14255550124',
                  custom_context = { user_to_user = '0a;encoding=hex' } }
                """,
                .transfer(
                    TransferAction(
                        target: user, transferee: other,
                        customCallingContext: CustomCallingContext(sipHeaders: [
                            .init("User-To-User", "0a;encoding=hex")
                        ])))
            ),
            (
                """
                call:add_participant { target = '+14255550123', caller_id = { raw_id = '4:+18005550198' },
                  display_name = 'Desk', invitation_timeout = 180, custom_context = { sip_headers = { ['X-a'] = '1' } } }
                """,
                .addParticipant(
                    AddParticipantAction(
                        target: phone, sourceCallerIDNumber: "+18005550198", sourceDisplayName: "Desk",
                        invitationTimeout: 180,
                        customCallingContext: CustomCallingContext(sipHeaders: [.init("X-a", "1")]))
                )
            ),
            (
                "call:add_participant { target = '8:acs:r_u', invitation_timeout = 0 }",
                .addParticipant(AddParticipantAction(target: user, invitationTimeout: 0))
            ),
            (
                "call:cancel_add_participant { invitation_id = 'i1' }",
                .cancelAddParticipant(CancelAddParticipantAction(invitation: .id("i1")))
            ),
            (
                "call:remove_participant { target = '+14255550123' }",
                .removeParticipant(RemoveParticipantAction(target: phone))
            ),
            (
                "call:move_participants { targets = { '+14255550123', '8:acs:r_u' }, from = 'c2' }",
                .moveParticipants(MoveParticipantsAction(targets: [phone, user], fromCall: "c2"))
            ),
            (
                "call:mute_participant { target = '8:acs:r_u', operation_context = 'mine' }",
                .muteParticipant(MuteParticipantAction(targets: [user]))
            ),
            (
                "call:unmute_participant { targets = { '8:acs:r_u', '8:acs:a_b_c' } }",
                .unmuteParticipant(
                    MuteParticipantAction(targets: [user, CommunicationIdentifier(rawID: "8:acs:a_b_c")]))
            ),
            ("call:list_participants()", .listParticipants(page: nil)),
            (
                "call:get_participant { target = '4:anonymous' }",
                .getParticipant(CommunicationIdentifier(rawID: "4:anonymous"))
            ),
            ("call:properties()", .properties),
            ("call:hang_up()", .hangUp(forEveryone: false)),
            ("call:hang_up { for_everyone = true }", .hangUp(forEveryone: true)),
            (
                "call:play { file = 'https://example.com/x.wav', to = { communication_user = { id = '8:acs:r_u' } } }",
                .play(PlayAction(sources: [.file(uri: "https://example.com/x.wav")], targets: [user]))
            ),
        ] as [(String, CallAction)])
    func optionsReachTheAction(code: String, action: CallAction) throws {
        #expect(try ActionSamples.handling(code).action().action == action)
    }

    @Test func theAIResourceIsTheActionsElseTheFlowsElseTheNodes() throws {
        for (prelude, resource) in [
            ("", "https://node.example.com"),
            ("flow { ai_resource = 'https://flow.example.com' }", "https://flow.example.com"),
        ] {
            for code in ["create_call { target = '8:acs:r_u' }", "connect_call { room_id = 'r' }", "call:answer()"] {
                let driver = try InstanceDriver.handling(
                    code, prelude: prelude, environment: FlowEnvironment(aiResource: "https://node.example.com"))
                switch try driver.action().action {
                case .createCall(let action): #expect(action.cognitiveServicesEndpoint == resource)
                case .connectCall(let action): #expect(action.cognitiveServicesEndpoint == resource)
                case .answer(let action): #expect(action.cognitiveServicesEndpoint == resource)
                case let other: Issue.record("\(other)")
                }
            }
        }
    }

    @Test func callsOfOnesOwnAreOpenedAndTheirOutcomeIsTheCall() throws {
        let driver = try ActionSamples.handling(
            """
            local other = create_call { target = '+14255550123' }
            log.info(other.call_connection_id)
            call:move_participants { targets = { '+14255550123' }, from = other }
            """)
        guard case .open? = driver.asks.last?.request else {
            Issue.record("nothing is opened: \(driver.failures)")
            return
        }
        var view = CallView(state: "connected")
        view.callConnectionID = "c2"
        driver.instance.calls[2] = view
        driver.settle(1, .call(2))
        #expect(driver.said == ["c2"])
        #expect(
            try driver.action().action
                == .moveParticipants(MoveParticipantsAction(targets: [ActionSamples.phone], fromCall: "c2")))
    }

    @Test func anInvitationIsTakenBackByItsOperation() throws {
        let driver = try ActionSamples.handling(
            """
            local invitation = call:add_participant { target = '+14255550123', wait = false }
            call:cancel_add_participant { operation = invitation, operation_context = 'mine' }
            """)
        driver.settle(1, .operation(OperationID(3)))
        let action = try driver.action()
        #expect(
            action.action
                == .cancelAddParticipant(CancelAddParticipantAction(invitation: .operation(OperationID(3)))))
        #expect(action.context == "mine")
    }

    @Test(arguments: [
        ("invitation.note = 'x'", "an operation has no 'note'"),
        ("invitation.cancel = nil", "operation.cancel cannot be set"),
    ])
    func anOperationKeepsNothing(code: String, part: String) throws {
        let driver = try ActionSamples.handling(
            "local invitation = call:add_participant { target = '+14255550123', wait = false }\n\(code)")
        driver.settle(1, .operation(OperationID(3)))
        #expect(driver.failures.first?.message.contains(part) == true, "\(driver.failures)")
    }

    @Test func anOperationOfOnesOwnAddressIsNotAwaited() throws {
        let driver = try ActionSamples.handling(
            """
            local r = call:add_participant { target = '8:acs:r_u', operation_callback_uri = 'https://example.com/e' }
            log.info(tostring(r.awaited) .. r.invitation_id .. r.participant.identifier.raw_id)
            """)
        driver.settle(
            1, .notAwaited(["invitationId": "i1", "participant": ["identifier": ["rawId": "8:acs:r_u"]]]))
        #expect(driver.said == ["falsei18:acs:r_u"])
    }

    @Test func answersOfTheServiceAreRecords() throws {
        let driver = try ActionSamples.handling(
            """
            local p = call:properties()
            log.info(p.call_connection_state .. " " .. p.targets[1].kind .. " " .. p.answered_for.value)
            for _, who in ipairs(call:list_participants()) do log.info(who.identifier.raw_id .. tostring(who.is_muted)) end
            local moved = call:move_participants { targets = { '+14255550123' }, from = 'c2' }
            log.info(moved[1].name .. moved[1].from_call)
            """)
        driver.settle(
            1,
            .value([
                "callConnectionState": "transferAccepted", "targets": [["kind": "phoneNumber"]],
                "answeredFor": ["value": "+18005550199"],
            ]))
        driver.settle(1, .value([["identifier": ["rawId": "8:acs:r_u"], "isMuted": true]]))
        let event = CallEvent(
            id: "e", name: "MoveParticipantSucceeded", data: Array(#"{"fromCall":"c2"}"#.utf8))
        driver.settle(1, .events([event]))
        #expect(
            driver.said == [
                "transfer_accepted phone_number +18005550199", "8:acs:r_utrue", "MoveParticipantSucceededc2",
            ], "\(driver.failures)")
    }

    @Test func theOtherPartyIsListenedTo() throws {
        let driver = try ActionSamples.handling("log.info(call.other_party) call:recognize { dtmf = { max = 1 } }") {
            $0.otherParty = ActionSamples.phone
        }
        guard case .recognize(let action) = try driver.action().action else {
            Issue.record("no recognition")
            return
        }
        #expect(action.target == ActionSamples.phone)
        #expect(driver.said == ["+14255550123"])
        let ownGroup = try ActionSamples.handling("call:recognize { dtmf = { max = 1 } }") { $0.to = nil }
        #expect(
            ownGroup.failures.first?.message.contains("option 'target' is missing") == true, "nobody hears themselves")
        let nobody = try ActionSamples.handling(
            "log.info(tostring(call.other_party)) call:recognize { dtmf = { max = 1 } }"
        ) {
            $0.from = nil
        }
        #expect(nobody.said == ["nil"])
        #expect(nobody.failures.first?.message.contains("option 'target' is missing") == true)
    }
}
