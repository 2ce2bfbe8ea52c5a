import LuaEngine

/// A coroutine that the runtime schedules: a handler, a spawned task, or a part of `all`, `race` and `within`.
struct FlowTask {
    enum Kind: Equatable {
        case handler
        case spawned
        case child(group: Int)
    }

    /// Why the task does not run.
    enum Wait {
        case runnable
        case running
        /// For what it asked of the session.
        case session
        /// For the tasks of a group.
        case group(Int)
        /// For another task's end.
        case task(Int)
    }

    let thread: LuaThread
    let kind: Kind
    /// The call whose event started it.
    let call: Int?
    /// Where it began, for reports.
    let place: String
    var wait = Wait.runnable
    var resume = LuaResume.start
    /// Tasks that wait for this one's end.
    var joiners: [Int] = []
    /// Whether the functions in `resume` are its own, and let go once it has run.
    var ownsResume = false
    /// Whether its wait has been told to raise `cancelled`.
    var isCancelled = false
    /// Whether it was cancelled while it ran: its next wait raises.
    var cancelsNextWait = false
    /// Whether it handles `FlowError`, or was started by a task that does.
    let handlesErrors: Bool

    init(thread: LuaThread, kind: Kind, call: Int?, place: String, handlesErrors: Bool) {
        self.thread = thread
        self.kind = kind
        self.call = call
        self.place = place
        self.handlesErrors = handlesErrors
    }
}

/// Tasks that end together.
struct TaskGroup {
    enum Kind: Equatable {
        /// Every one must end.
        case all
        /// The first to end decides.
        case race
        /// One function under a time limit.
        case within
    }

    let kind: Kind
    let parent: Int
    var children: [Int]
    /// By child, in the order given.
    var results: [[LuaValue]?]
}

/// The tasks of a session and the queue of those that can run.
struct TaskTable {
    private var tasks: [Int: FlowTask] = [:]
    private var groups: [Int: TaskGroup] = [:]
    private var queue: [Int] = []
    private var head = 0
    private var nextID = 1
    /// How the newest spawned tasks ended.
    private var endedTasks: [Int: End] = [:]
    private var endedOrder: [Int] = []
    private var oldestEnded = 0
    /// How many ends are remembered.
    static let rememberedEnds = 1_000
    /// The task whose coroutine runs just now.
    var current: Int?

    /// How a spawned task ended.
    enum End {
        case returned([LuaValue])
        case failed(LuaValue)
        case cancelled

        /// Everything that the end holds.
        var values: [LuaValue] {
            switch self {
            case .returned(let values): values
            case .failed(let value): [value]
            case .cancelled: []
            }
        }
    }

    var count: Int { tasks.count }

    subscript(id: Int) -> FlowTask? { tasks[id] }

    /// In the order in which they began.
    var all: [FlowTask] { tasks.sorted { $0.key < $1.key }.map(\.value) }

    mutating func update(_ id: Int, _ change: (inout FlowTask) -> Void) {
        guard var task = tasks[id] else { return }
        change(&task)
        tasks[id] = task
    }

    mutating func add(_ task: FlowTask) -> Int {
        let id = nextID
        nextID += 1
        tasks[id] = task
        queue.append(id)
        return id
    }

    mutating func remove(_ id: Int) -> FlowTask? { tasks.removeValue(forKey: id) }

    mutating func makeRunnable(_ id: Int, _ resume: LuaResume, first: Bool, owned: Bool) {
        update(id) {
            $0.wait = .runnable
            $0.resume = resume
            $0.ownsResume = owned
        }
        if !first {
            queue.append(id)
        } else if head > 0 {
            head -= 1
            queue[head] = id
        } else {
            queue.insert(id, at: 0)
        }
    }

    /// The next task that can run. Those that ended or were taken out meanwhile are passed over.
    mutating func popRunnable() -> Int? {
        while head < queue.count {
            let id = queue[head]
            head += 1
            if head == queue.count {
                queue.removeAll(keepingCapacity: true)
                head = 0
            }
            if case .runnable? = tasks[id]?.wait { return id }
        }
        return nil
    }

    mutating func addGroup(_ group: TaskGroup) -> Int {
        let id = nextID
        nextID += 1
        groups[id] = group
        return id
    }

    func group(_ id: Int) -> TaskGroup? { groups[id] }

    mutating func updateGroup(_ id: Int, _ change: (inout TaskGroup) -> Void) {
        // Taken out, so that its lists are changed in place and not copied for each of a thousand children.
        guard var group = groups.removeValue(forKey: id) else { return }
        change(&group)
        groups[id] = group
    }

    mutating func removeGroup(_ id: Int) -> TaskGroup? { groups.removeValue(forKey: id) }

    /// Remembers an end; returns the oldest one when that is forgotten for it.
    mutating func remember(_ id: Int, _ end: End) -> End? {
        endedTasks[id] = end
        guard endedOrder.count == Self.rememberedEnds else {
            endedOrder.append(id)
            return nil
        }
        defer {
            endedOrder[oldestEnded] = id
            oldestEnded = (oldestEnded + 1) % Self.rememberedEnds
        }
        return endedTasks.removeValue(forKey: endedOrder[oldestEnded])
    }

    func ended(_ id: Int) -> End? { endedTasks[id] }
}

/// Steps that were made but not yet taken.
struct StepQueue {
    private var steps: [FlowStep] = []
    private var head = 0

    mutating func push(_ step: FlowStep) { steps.append(step) }

    mutating func pop() -> FlowStep? {
        guard head < steps.count else { return nil }
        let step = steps[head]
        head += 1
        if head == steps.count {
            steps.removeAll(keepingCapacity: true)
            head = 0
        }
        return step
    }
}
