import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

struct WebTests {
    private func run(
        _ body: String, _ web: FakeWeb, limits: FlowLimits = FlowLimits(),
        _ test: (RuntimeHarness, SessionID) async throws -> Void
    ) async throws {
        let outside = RuntimeHarness.Outside(
            environment: FlowEnvironment(limits: limits), web: web)
        try await RuntimeHarness.run(["a": "on('Launch', function(event)\n\(body)\nend)"], outside) { harness in
            let (id, _) = await harness.launch("a")
            await harness.settled()
            try await test(harness, id)
        }
    }

    private func end(_ harness: RuntimeHarness, _ id: SessionID) async throws -> EndRecord? {
        await harness.settled()
        guard case .end(let end)? = try await harness.journal.records(of: id).last?.body else { return nil }
        return end
    }

    @Test func anAnswerIsAnInputOfTheJournal() async throws {
        let web = FakeWeb()
        try await run(
            """
            local res = assert(http.post('https://a.test/x?who=me', { json = { n = 1 } }))
            assert(res.status == 404 and res.body == 'hm', 'another answer')
            """, web
        ) { harness, id in
            let sent = try #require(web.sent.first)
            #expect(sent.request.body == #"{"n":1}"#)
            #expect(sent.timeLimit == 10)
            #expect(sent.request.headers.last == .init("Idempotency-Key", .text("\(id).1")))
            // Durable before it left.
            #expect(try await harness.kinds(id) == ["begin", "event", "request", "sent"])
            web.answer(0, "hm", status: 404)
            #expect(try await end(harness, id) == EndRecord(way: .finished))
            #expect(try await harness.kinds(id).suffix(2) == ["response", "end"])
            let told = SessionTimeline.entries(try await harness.journal.records(of: id), isFull: true).map(\.text)
            #expect(told[2] == "1 http: POST a.test")
            #expect(told[4] == "1 http: 404")
            #expect(!told.joined().contains("who") && !told.joined().contains("hm"))
            #expect(web.sent.count == 1)
        }
    }

    @Test(
        arguments: [
            ("GET", "", 3), ("POST", ", idempotency_key = 'k'", 3), ("POST", "", 1), ("PATCH", "", 1),
            ("DELETE", "", 3),
        ] as [(String, String, Int)])
    func whatIsUnknownIsRepeatedByItsClass(method: String, options: String, tries: Int) async throws {
        let web = FakeWeb()
        try await run(
            """
            local res, err = http.request { method = '\(method)', url = 'https://a.test/'\(options) }
            assert(res == nil and err.reason == 'outcome_unknown', err and err.reason)
            """, web
        ) { harness, id in
            for index in 0..<tries {
                #expect(web.sent.count == index + 1)
                web.answer(index, .fault(SendFault(.unknown, "cut")))
                await harness.settled()
                try await harness.clock.advance(1)
                await harness.settled()
            }
            #expect(try await end(harness, id) == EndRecord(way: .finished))
            #expect(web.sent.count == tries)
            #expect(Set(web.sent.map(\.request.prepared.body)).count == 1)
        }
    }

    @Test(
        arguments: [
            (SendFault(.notSent, "x", reason: .refusedAddress), "get", "refused_address"),
            (SendFault(.notSent, "x", reason: .unreachable), "post", "unreachable"),
            (SendFault(.unknown, "x", reason: .tooLarge), "post", "too_large"),
            (SendFault(.unknown, "x", reason: .timeout), "get", "timeout"),
            (SendFault(.unknown, "x", reason: .timeout), "post", "outcome_unknown"),
            (SendFault(.notSent, "x", reason: .timeout), "post", "timeout"),
            (SendFault(.unknown, "x", reason: .malformed), "get", "malformed"),
            (SendFault(.unknown, "x", reason: .malformed), "post", "outcome_unknown"),
            (SendFault(.notSent, "x"), "get", "not_sent"),
        ])
    func aFaultIsToldByItsReason(fault: SendFault, method: String, reason: String) async throws {
        let web = FakeWeb()
        try await run(
            """
            local res, err = http.\(method)('https://a.test/')
            assert(res == nil and err.reason == '\(reason)', err and err.reason)
            """, web
        ) { harness, id in
            web.answer(0, .fault(fault))
            let found = try await end(harness, id)
            #expect(found == EndRecord(way: .finished))
            #expect(web.sent.count == 1)
        }
    }

    @Test func theLimitEndsWhatNobodyAnswers() async throws {
        let web = FakeWeb()
        try await run(
            """
            local res, err = http.get('https://a.test/', { timeout = 2 })
            assert(res == nil and err.reason == 'timeout', err and err.reason)
            """, web
        ) { harness, id in
            #expect(web.sent[0].timeLimit == 2)
            try await harness.clock.advance(3.5)
            #expect(try await end(harness, id) == EndRecord(way: .finished))
            #expect(web.sent[0].isCut)
            // What comes now is nobody's.
            web.answer(0, "late")
            #expect(try await end(harness, id) == EndRecord(way: .finished))
        }
    }

    @Test func whatALoserAskedForIsCut() async throws {
        let web = FakeWeb()
        try await run(
            """
            local won = race { function() http.get('https://a.test/1') end, function() http.get('https://a.test/2') end }
            assert(won == 2)
            local res, err = within(1, function() return http.get('https://a.test/3') end)
            assert(err.reason == 'timeout')
            sleep(1)
            """, web
        ) { harness, id in
            web.answer(1, "second")
            await harness.settled()
            #expect(web.sent.map(\.isCut) == [true, false, false])
            try await harness.clock.advance(1)
            await harness.settled()
            #expect(web.sent.map(\.isCut) == [true, false, true])
            try await harness.clock.advance(1)
            #expect(try await end(harness, id) == EndRecord(way: .finished))
        }
    }

    @Test func requestsCountAmongThePendingOperations() async throws {
        let web = FakeWeb()
        var limits = FlowLimits()
        limits.pendingOperations = 3
        try await run(
            """
            for i = 1, 3 do spawn(function() http.get('https://a.test/' .. i) end) end
            sleep(1)
            local ok, err = pcall(http.get, 'https://a.test/4')
            assert(not ok and tostring(err):find('more than 3 operations are pending'), tostring(err))
            """, web, limits: limits
        ) { harness, id in
            try await harness.clock.advance(1)
            await harness.settled()
            #expect(web.sent.count == 3)
            for index in 0..<3 { web.answer(index, "") }
            #expect(try await end(harness, id) == EndRecord(way: .finished))
        }
    }

    @Test func aStoppedSessionCutsItsRequests() async throws {
        let web = FakeWeb()
        try await run("http.get('https://a.test/')", web) { harness, id in
            harness.runtime.stop(id, who: "test", reason: "enough") { _ in }
            await harness.settled()
            #expect(web.sent[0].isCut)
            let found = try await end(harness, id)
            #expect(found?.way == .stopped)
        }
    }

    // MARK: - Crashes

    /// The next process repeats what has the same effect, and tells of the rest that nobody knows.
    @Test func theNextProcessGoesOn() async throws {
        let flow = """
            on('Launch', function(event)
              local got, posted
              all {
                function() got = assert(http.get('https://a.test/get')).body end,
                function() local res, err = http.post('https://a.test/post') posted = err.reason end,
              }
              assert(got == 'again' and posted == 'outcome_unknown', tostring(got) .. tostring(posted))
            end)
            """
        var outside = RuntimeHarness.Outside(web: FakeWeb())
        var id: SessionID?
        try await RuntimeHarness.run(["a": flow], outside) { harness in
            id = await harness.launch("a").0
            try await harness.idle()
        }
        let session = try #require(id)
        let web = FakeWeb()
        outside.process = 2
        outside.web = web
        try await RuntimeHarness.run(["a": flow], outside) { harness in
            _ = try await harness.runtime.recover()
            try await harness.eventually("sent again") { !web.sent.isEmpty }
            #expect(web.sent.map(\.request.url) == ["https://a.test/get"])
            web.answer(0, "again")
            try await harness.eventually("ended") { try await end(harness, session) != nil }
            #expect(try await end(harness, session) == EndRecord(way: .finished))
        }
    }

    @Test func aReplayAsksNobody() async throws {
        let web = FakeWeb()
        var settings = RuntimeSettings()
        settings.alwaysReplay = true
        let flow = """
            on('Launch', function(event)
              local n = assert(store.incr('n'))
              local res = assert(http.get('https://a.test/' .. n, { bearer = http.secret('K') }))
              assert(store.set('last', { body = res.body }))
              assert(store.get('last').body == 'x' and n == 1)
            end)
            """
        var environment = FlowEnvironment()
        environment.web.secrets = ["K"]
        let outside = RuntimeHarness.Outside(environment: environment, web: web)
        try await RuntimeHarness.run(["a": flow], outside, settings: settings) { harness in
            let (id, _) = await harness.launch("a")
            try await harness.eventually("asked") { !web.sent.isEmpty }
            try await harness.idle()
            web.answer(0, "x")
            try await harness.eventually("ended") { try await end(harness, id) != nil }
            #expect(try await end(harness, id) == EndRecord(way: .finished))
            #expect(web.sent.count == 1)
            #expect(try await harness.journal.stored("n", at: 0) == 1)
        }
    }

    @Test func aRestartKeepsWhatIsUnderWay() async throws {
        let web = FakeWeb()
        let flow = """
            on('Launch', function(event) spawn(function() http.post('https://a.test/') end) sleep(1) restart('again') end)
            on('Restart', function(call, event) sleep(5) end)
            """
        let outside = RuntimeHarness.Outside(web: web)
        try await RuntimeHarness.run(["a": flow], outside) { harness in
            let (id, _) = await harness.launch("a")
            await harness.settled()
            try await harness.clock.advance(1)
            await harness.settled()
            #expect(!web.sent[0].isCut)
            web.answer(0, "done")
            await harness.settled()
            try await harness.clock.advance(5)
            #expect(try await end(harness, id) == EndRecord(way: .finished))
        }
    }
}
