//! Solves a game with the crate `cfr`, and prints what it took as JSON:
//!   crate-cfr GAME.json full|external SECONDS TARGET…
//! GAME.json holds the tree of histories, one node a list: ["end", utility], ["chance", [[probability, node], …]] or
//! ["player", player, infoset, [node, …]]; the first node is the root. Seconds are of processor time.

use cfr::{Game, GameTree, Moves, NodeType, Outcomes, PlayerNum, RegretParams, SolveMethod, SolveParams};
use serde::Deserialize;
use std::{env, fs};

#[derive(Deserialize)]
#[serde(untagged)]
enum Node {
    End(String, f64),
    Chance(String, Vec<(f64, usize)>),
    Player(String, usize, usize, Vec<usize>),
}

#[derive(Clone, Copy)]
struct State<'a> {
    nodes: &'a [Node],
    at: usize,
}

impl<'a> State<'a> {
    fn to(self, at: usize) -> Self {
        State { at, ..self }
    }
}

struct Draws<'a>(State<'a>, &'a [(f64, usize)]);
struct Choices<'a>(State<'a>, &'a [usize]);

impl<'a> Game for State<'a> {
    type Action = usize;
    type Infoset = usize;
    type ChanceInfoset = usize;
    type Chance = Draws<'a>;
    type Player = Choices<'a>;

    fn into_node(self) -> NodeType<Self> {
        match &self.nodes[self.at] {
            Node::End(_, utility) => NodeType::Terminal(*utility),
            Node::Chance(_, outcomes) => NodeType::Chance(None, Draws(self, outcomes)),
            Node::Player(_, player, infoset, next) => {
                let player = if *player == 0 { PlayerNum::One } else { PlayerNum::Two };
                NodeType::Player(player, *infoset, Choices(self, next))
            }
        }
    }
}

impl<'a> Outcomes<State<'a>> for Draws<'a> {
    fn len(&self) -> usize {
        self.1.len()
    }
    fn get(&self, index: usize) -> (f64, State<'a>) {
        let (probability, next) = self.1[index];
        (probability, self.0.to(next))
    }
}

impl<'a> Moves<State<'a>> for Choices<'a> {
    fn len(&self) -> usize {
        self.1.len()
    }
    fn apply(&self, index: usize) -> State<'a> {
        self.0.to(self.1[index])
    }
    fn action(&self, index: usize) -> usize {
        index
    }
}

/// Seconds that this thread has run, from Linux's scheduler.
fn seconds() -> f64 {
    let text = fs::read_to_string("/proc/thread-self/schedstat").expect("Linux has it");
    let nanoseconds: f64 = text.split(' ').next().unwrap().parse().unwrap();
    nanoseconds / 1e9
}

fn main() {
    let args: Vec<String> = env::args().collect();
    let nodes: Vec<Node> = serde_json::from_str(&fs::read_to_string(&args[1]).unwrap()).unwrap();
    let game = GameTree::from_game(State { nodes: &nodes, at: 0 }).unwrap();
    let method = if args[2] == "full" { SolveMethod::Full } else { SolveMethod::External };
    let regret = if args[2] == "full" { RegretParams::dcfr() } else { RegretParams::vanilla() };
    let params = SolveParams { regret, check_interval: u64::MAX, ..SolveParams::default() };
    let solve = |iterations: u64| {
        let begun = seconds();
        let (strategies, _) = game.solve(method, iterations, 0.0, 1, params).unwrap();
        let spent = seconds() - begun;
        let info = strategies.get_info();
        let gains = info.player_regret(PlayerNum::One) + info.player_regret(PlayerNum::Two);
        (spent, gains / 2.0)
    };

    let enough: f64 = args[3].parse().unwrap();
    let mut iterations = 1;
    let mut spent = 0.0;
    while spent < enough {
        iterations *= 2;
        spent = solve(iterations).0;
    }
    let mut found = Vec::new();
    let mut count = 10.0;
    for target in &args[4..] {
        let target: f64 = target.parse().unwrap();
        let reached = loop {
            let (spent, exploitability) = solve(count as u64);
            if exploitability <= target {
                break spent;
            }
            count *= 1.2;
        };
        found.push(reached);
    }
    println!("{{\"speed\": {}, \"targets\": {found:?}}}", iterations as f64 / spent);
}
