import CallModel
import Testing

@testable import CallEmulator

/// Calls in which anything happens in any order. Whatever it was, the rules of the service hold.
@Suite struct RandomCallsTests {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }

    private static let phones = ["+14255550100", "+14255550101", "+14255550102", CoreBench.user]
    private static let people = phones + [CoreBench.bot, "8:acs:resource_agent"]
    private static let reactions: [RingReaction] = [
        .answer(after: 0.5), .answer(after: 1), .answer(after: 2), .answer(after: 50), .decline(after: 2), .noAnswer,
    ]

    /// A bench, the connections that it made, and what each accepted action is waiting for.
    private struct Walk {
        var bench: CoreBench
        var dice: Dice
        var paths: [String] = []
        /// Outcomes by operation context of accepted actions.
        var expected: [String: Set<String>] = [:]
        var invitations: [(path: String, id: String, context: String)] = []
        var count = 0

        mutating func pick<Value>(_ values: [Value]) -> Value? { values.randomElement(using: &dice) }

        mutating func newContext() -> String {
            count += 1
            return "ctx\(count)"
        }

        mutating func expect(_ response: ServiceResponse, _ context: String, _ outcomes: Set<String>) {
            if (200..<300).contains(response.status) { expected[context] = outcomes }
        }

        mutating func step() throws {
            // Mostly connections that are up, so that something happens; sometimes any.
            let up = paths.filter {
                bench.core.leg(String($0.dropFirst(CoreBench.calls.count + 1)))?.state == .connected
            }
            let path = (Int.random(in: 0..<10, using: &dice) > 0 ? pick(up) : nil) ?? pick(paths) ?? CoreBench.calls
            let person = pick(RandomCallsTests.people) ?? ""
            let context = newContext()
            switch Int.random(in: 0..<28, using: &dice) {
            case 0:
                let targets = RandomCallsTests.people.shuffled(using: &dice).prefix(Int.random(in: 1...3, using: &dice))
                let response = bench.create(Array(targets), context: context)
                paths.append(bench.path(response))
                expect(response, context, ["CallConnected", "CreateCallFailed"])
            case 1, 2:
                _ = try? bench.core.dial(from: person, DialRequest(to: CoreBench.service), at: bench.time)
                bench.collect()
            case 3, 4, 5:
                let response = bench.answer(bench.offer, context: context)
                paths.append(bench.path(response))
            case 6: _ = bench.reject("busy")
            case 7: _ = bench.redirect(person)
            case 8:
                let server = bench.request("GET", path).body?["serverCallId"] ?? "x"
                let response = bench.connect(["kind": "serverCallLocator", "serverCallId": server], context: context)
                paths.append(bench.path(response))
                expect(response, context, ["CallConnected", "ConnectFailed"])
            case 9, 10, 19, 20:
                let response = bench.add(path, person, context: context)
                expect(
                    response, context,
                    ["AddParticipantSucceeded", "AddParticipantFailed", "CancelAddParticipantSucceeded"])
                if let id = response.body?["invitationId"]?.stringValue { invitations.append((path, id, context)) }
            case 11:
                guard let (path, id, of) = pick(invitations) else { break }
                // The same context, so that one outcome counts for both.
                _ = bench.request(
                    "POST", path + "/participants:cancelAddParticipant",
                    ["invitationId": .string(id), "operationContext": .string(of)])
            case 12:
                let response = bench.remove(path, person, context: context)
                expect(response, context, ["RemoveParticipantSucceeded", "RemoveParticipantFailed"])
            case 13, 14, 21:
                let response = bench.request(
                    "POST", path + ":transferToParticipant",
                    [
                        "targetParticipant": CoreBench.person(person), "operationContext": .string(context),
                        "transferee": Bool.random(using: &dice)
                            ? pick(RandomCallsTests.phones).map(CoreBench.person) : nil,
                    ])
                expect(response, context, ["CallTransferAccepted", "CallTransferFailed"])
            case 15, 22:
                guard let other = pick(up) else { break }
                let from = String(other.dropFirst(CoreBench.calls.count + 1))
                let response = bench.request(
                    "POST", path + "/participants:moveHere",
                    [
                        "targetParticipants": [CoreBench.person(person)], "fromCall": .string(from),
                        "operationContext": .string(context),
                    ])
                expect(response, context, ["MoveParticipantSucceeded", "MoveParticipantFailed"])
            case 16: _ = try? bench.hangUp(pick(RandomCallsTests.phones) ?? "")
            case 17:
                let response = bench.play(path, "Good day", ["operationContext": .string(context)])
                expect(response, context, ["PlayCompleted", "PlayCanceled", "PlayFailed"])
            case 24:
                _ = try? bench.core.enter(
                    pick(RandomCallsTests.phones) ?? "", groupCallID: "g", roomID: nil, at: bench.time)
                bench.collect()
            case 25:
                let response = bench.connect(["kind": "groupCallLocator", "groupCallId": "g"], context: context)
                paths.append(bench.path(response))
                expect(response, context, ["CallConnected", "ConnectFailed"])
            case 26, 27:
                let target = CoreBench.person(pick(RandomCallsTests.phones) ?? "")
                let response = bench.recognize(
                    path, options: ["targetParticipant": target],
                    [
                        "operationContext": .string(context),
                        "interruptCallMediaOperation": .bool(Bool.random(using: &dice)),
                    ])
                expect(response, context, ["RecognizeCompleted", "RecognizeFailed", "RecognizeCanceled"])
            default: bench.request(Bool.random(using: &dice) ? "DELETE" : "POST", path)
            }
            bench.wait([0, 0.02, 0.3, 1, 3].randomElement(using: &dice) ?? 1)
        }

        /// Everybody goes home.
        mutating func end() {
            for path in paths { bench.request("POST", path + ":terminate") }
            for phone in RandomCallsTests.people { _ = try? bench.hangUp(phone) }
            for phone in RandomCallsTests.people { _ = try? bench.core.hangUp(phone, at: bench.time) }
            bench.wait(200)
        }
    }

    @Test(arguments: [783, 5_781] + Array(1...300))
    func theRulesHoldInAnyOrder(seed: Int) throws {
        var walk = Walk(bench: try CoreBench(), dice: Dice(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15))
        for phone in Self.phones {
            try walk.bench.core.setPhone(phone, whenRung: walk.pick(Self.reactions) ?? .busy)
        }
        for _ in 0..<60 { try walk.step() }
        walk.end()
        let bench = walk.bench
        let endings = ["CallDisconnected", "CreateCallFailed", "AnswerFailed", "ConnectFailed"]
        for (connection, events) in Dictionary(grouping: bench.events, by: \.connectionID) {
            #expect(endings.contains(events.last?.name ?? ""), "\(connection) ends with \(events.last?.name ?? "")")
            #expect(events.filter { endings.contains($0.name) }.count == 1)
            let numbers = events.compactMap { $0.event["data"]?["sequenceNumber"]?.intValue }
            #expect(numbers == Array(1..<numbers.count + 1))
        }
        for (context, outcomes) in walk.expected {
            let found = bench.events.filter {
                outcomes.contains($0.name) && $0.event["data"]?["operationContext"]?.stringValue == context
            }
            // One that the application itself gave up before it was connected just ends.
            let wasGivenUp =
                outcomes.contains("CallConnected") && found.isEmpty
                && bench.outcomes.contains("CallDisconnected 200/7000 \(context)")
            #expect(found.count == 1 || wasGivenUp, "\(context) of \(outcomes): \(found.map(\.name))")
        }
        #expect(bench.core.calls.values.allSatisfy { $0.outcome != nil })
        #expect(bench.core.legs.values.allSatisfy { !$0.isLive })
        #expect(bench.core.phones.values.allSatisfy { $0.callID == nil })
        #expect(bench.core.offers.values.allSatisfy { if case .redirected = $0 { true } else { false } })
        #expect(bench.core.nextDeadline == nil)
    }
}
