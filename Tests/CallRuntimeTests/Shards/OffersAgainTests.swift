import CallJournal
import CallModel
import Testing

@testable import CallRuntime

/// The same caller offered to the same recipient once more: after the first offer is over it is a new offer.
struct OffersAgainTests {
    private static let first = "+18005550199"
    private static let second = "+18005550198"
    private static let flows = [
        "first": """
        on("IncomingCall", { to = "\(first)" }, function(call) call:redirect { target = "8:acs:second" } end)
        """,
        "second": """
        on("IncomingCall", { to = "\(second)" }, function(call) call:redirect { target = "8:acs:first" } end)
        """,
        "desk": """
        on("IncomingCall", { to = "+18005550197" }, function(call) call:answer() sleep(100) end)
        """,
    ]

    @Test func aCallThatIsRedirectedBackIsOfferedAgain() async throws {
        try await RuntimeHarness.run(Self.flows) { harness in
            #expect(await harness.incoming("1", correlation: "k", to: Self.first) == .accepted)
            await harness.settled()
            #expect(await harness.incoming("2", correlation: "k", to: Self.second) == .accepted)
            await harness.settled()
            #expect(await harness.incoming("3", correlation: "k", to: Self.first) == .accepted)
            await harness.settled()
            for event in ["1", "2", "3"] {
                #expect(await harness.incoming(event, correlation: "k", to: Self.first) == .duplicate, "\(event)")
            }
            let flows = try await harness.journal.sessions(limit: 10).map(\.flow)
            #expect(flows == ["first", "second", "first"])
            #expect(harness.sender.texts.count == 3)
        }
    }

    @Test func anOfferIsOverOnlyWhenItsRedirectIsDurable() async throws {
        try await RuntimeHarness.run(Self.flows, answers: false) { harness in
            #expect(await harness.incoming("1", correlation: "k", to: Self.first) == .accepted)
            await harness.settled()
            #expect(await harness.incoming("2", correlation: "k", to: Self.first) == .duplicate, "not answered yet")
            let answered = try #require(harness.sender.sent.first)
            let id = try await harness.session()
            harness.journal.hold()
            answered.completion(.answered(status: 204, body: []))
            await harness.settled()
            try await harness.runtime.shard(of: id).loop.submit {
                harness.journal.refuse(.failed(JournalFault(isPassing: true, "disk")))
                harness.journal.release()
                harness.journal.refuse(nil)
            }.get()
            try await harness.idle()
            #expect(try await harness.story(id).last == "the end (finished)", "the answer was taken once more")
            #expect(await harness.incoming("3", correlation: "k", to: Self.first) == .accepted)
        }
    }

    @Test func aCallThatEndedMayBeOfferedAgain() async throws {
        try await RuntimeHarness.run(Self.flows) { harness in
            let desk = "+18005550197"
            #expect(await harness.incoming("1", correlation: "k", to: desk) == .accepted)
            await harness.settled()
            let id = try await harness.session()
            #expect(await harness.callback(id, "CallConnected", context: "1.1", id: "e1") == .accepted)
            #expect(await harness.incoming("2", correlation: "k", to: desk) == .duplicate, "they talk")
            #expect(await harness.callback(id, "CallDisconnected", id: "e2") == .accepted)
            #expect(await harness.incoming("3", correlation: "k", to: desk) == .accepted)
        }
    }
}
