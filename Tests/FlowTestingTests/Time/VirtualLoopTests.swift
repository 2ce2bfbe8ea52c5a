import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import FlowTesting

struct VirtualLoopTests {
    @Test func tasksRunWhenTheDriverSaysSo() {
        let loop = VirtualLoop(time: VirtualTime(at: 0))
        let seen = NIOLockedValueBox<[Int]>([])
        loop.execute {
            seen.withLockedValue { $0.append(1) }
            loop.execute { seen.withLockedValue { $0.append(2) } }
        }
        #expect(seen.withLockedValue { $0 }.isEmpty)
        #expect(loop.runReady())
        #expect(seen.withLockedValue { $0 } == [1, 2])
        #expect(!loop.runReady())
    }

    @Test func timersGoByVirtualTime() {
        let time = VirtualTime(at: 1_000_000)
        let loop = VirtualLoop(time: time)
        let seen = NIOLockedValueBox(0)
        loop.scheduleTask(in: .hours(1)) { seen.withLockedValue { $0 += 1 } }
        let cancelled = loop.scheduleTask(in: .minutes(1)) { seen.withLockedValue { $0 += 10 } }
        cancelled.cancel()
        #expect(time.nextDue == 1_003_600)
        time.move(to: 1_003_600)
        while let body = time.takeDue() { body() }
        #expect(seen.withLockedValue { $0 } == 1)
    }

    @Test func tasksThatPreferItStayOnTheDriversThread() {
        let loop = VirtualLoop(time: VirtualTime(at: 0))
        let seen = NIOLockedValueBox<[Bool]>([])
        @Sendable func elsewhere() async { seen.withLockedValue { $0.append(loop.inEventLoop) } }
        Task(executorPreference: loop) {
            await elsewhere()
            await Task.yield()
            await elsewhere()
        }
        loop.runReady()
        #expect(seen.withLockedValue { $0 } == [true, true])
    }
}
